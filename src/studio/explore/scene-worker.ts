/** Worker thread that renders scenes of rows again. */
import { serveTasks } from '../../node/worker-pool.js';
import { makeAgain } from './make-again.js';

serveTasks(makeAgain);
