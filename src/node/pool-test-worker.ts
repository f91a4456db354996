/** The worker that the pool's own test runs: doubles numbers, refuses negative ones, ends at 999. */
import { LineamentError } from '../core/errors.js';
import { serveTasks } from './worker-pool.js';

serveTasks<number, number, { add: number }>((task, setup) => {
  if (task < 0) throw new LineamentError(`the task must not be negative, got ${task}`);
  if (task === 999) process.exit(0);
  return 2 * task + setup.add;
});
