/** An annotation server of its own process, to be killed: a fake detector sees one face. Prints its address. */

import { nearnessModel } from '../../annotation/nearness-model.js';
import { frontalFace } from '../../annotation/simulated-faces.suite.js';
import { silentWork } from '../../core/work.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { AnnotationDesk } from '../../studio/annotation-desk.js';
import { FaceSource, type SeenFace } from '../../studio/face-source.js';
import { annotatePart } from './annotate.js';
import { serveStudio } from './serve-studio.js';

const [pictures = '', folder = '', port = '0'] = process.argv.slice(2);
const seen: SeenFace = {
  points: frontalFace(ibug68, 100),
  uncertainty: Float32Array.from({ length: 68 }, (_, k) => 2 + k / 50),
  box: { x: 80, y: 80, width: 240, height: 240 },
};
const model = nearnessModel(ibug68);
const source = new FaceSource({ pictures, seer: { find: async () => [seen], look: async () => seen } });
const desk = await AnnotationDesk.open({ folder, set: ibug68, model, source }, silentWork);
const part = annotatePart({ desk, source, set: ibug68, model, title: 'photos', folder });
const { address } = await serveStudio({ title: 'photos', parts: [part], port: Number(port) }, silentWork);
await desk.look(silentWork);
process.stdout.write(`${address}\n`);
