/** Worker thread: datasets and deliveries, see `assemble.ts`. Nothing of it runs on the thread that answers requests. */
import { serveTasks } from '../../node/worker-pool.js';
import { assemble } from './assemble.js';

serveTasks(assemble);
