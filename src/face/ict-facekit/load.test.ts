import { existsSync } from 'node:fs';
import { describe, it } from 'vitest';
import { headModelSuite } from '../head-model.suite.js';
import { loadIctFacekit } from './load.js';

const folder = new URL('../../../../shared/assets/ict-facekit-light/', import.meta.url).pathname;

if (existsSync(folder)) headModelSuite('ict-facekit', () => loadIctFacekit(folder));
else describe('head model ict-facekit', () => it.skip('needs ../shared/assets/ict-facekit-light'));
