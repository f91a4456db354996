/**
 * A pool of a process that lives long: begun with its first task, and anew after a thread died (for want of memory, say). Only the
 * tasks of then fail.
 */
import { WorkerPool, type WorkerPoolOptions } from './worker-pool.js';

export class StandingPool<Task, Result> {
  readonly #open: () => WorkerPool<Task, Result>;
  #pool: WorkerPool<Task, Result> | undefined;
  #closing: Promise<void> = Promise.resolve();

  /** As of {@link WorkerPool}. */
  constructor(module: string, base: string, options: WorkerPoolOptions = {}) {
    this.#open = () => new WorkerPool(module, base, options);
  }

  run(task: Task): Promise<Result> {
    if (this.#pool?.isBroken) {
      const broken = this.#pool;
      this.#closing = this.#closing.then(() => broken.close());
      this.#pool = undefined;
    }
    this.#pool ??= this.#open();
    return this.#pool.run(task);
  }

  async close(): Promise<void> {
    await this.#closing;
    await this.#pool?.close();
  }
}
