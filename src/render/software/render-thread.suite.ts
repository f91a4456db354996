/** A worker thread for the tests: renders the shaded scene of the conformance suite and returns its hash. */
import { serveTasks } from '../../node/worker-pool.js';
import { resultHash, shadedScene } from '../simple-scenes.suite.js';
import { createSoftwareRenderer } from './software-renderer.js';

serveTasks((samples: 1 | 2) => resultHash(createSoftwareRenderer().render(shadedScene(), { samples })));
