/** The worker that the pool's own test runs: doubles numbers, refuses negative ones, ends at 999, works for ever at 555 and a while at 777. */
import { LineamentError } from '../core/errors.js';
import { serveTasks } from './worker-pool.js';

serveTasks<number, number, { add: number; done?: Int32Array }>(async (task, setup) => {
  if (task < 0) throw new LineamentError(`the task must not be negative, got ${task}`);
  if (task === 999) process.exit(0);
  while (task === 555);
  if (task === 777) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    Atomics.store(setup.done!, 0, 1);
  }
  return 2 * task + setup.add;
});
