import { afterEach, describe, expect, test } from 'vitest';
import { LineamentError } from '../core/errors.js';
import { StandingPool } from './standing-pool.js';
import { closeWorkerPools, WorkerPool } from './worker-pool.js';

let pool: WorkerPool<number, number> | undefined;
afterEach(() => pool?.close());

describe('worker pool', () => {
  test('results belong to their tasks, whatever the number of workers', async () => {
    pool = new WorkerPool<number, number>('./pool-test-worker', import.meta.url, {
      workers: 2,
      setup: { add: 1 },
    });
    const results = await Promise.all(Array.from({ length: 20 }, (_, i) => pool?.run(i)));
    expect(results).toEqual(Array.from({ length: 20 }, (_, i) => 2 * i + 1));
  });

  test('an error of one task reaches its caller and leaves the pool working', async () => {
    pool = new WorkerPool<number, number>('./pool-test-worker', import.meta.url, {
      workers: 1,
      setup: { add: 0 },
    });
    await expect(pool.run(-3)).rejects.toThrow(LineamentError);
    await expect(pool.run(-3)).rejects.toThrow('must not be negative, got -3');
    expect(await pool.run(4)).toBe(8);
  });

  test('a worker module that cannot load fails the task instead of hanging', async () => {
    pool = new WorkerPool<number, number>('./no-such-worker', import.meta.url, { workers: 1 });
    await expect(pool.run(1)).rejects.toThrow();
  });

  test('a worker that ends without an answer fails its task instead of hanging', async () => {
    pool = new WorkerPool<number, number>('./pool-test-worker', import.meta.url, { workers: 1 });
    await expect(pool.run(999)).rejects.toThrow('a worker thread ended with code 0');
  });

  test('a pool that stands goes on with new threads after one died', async () => {
    const standing = new StandingPool<number, number>('./pool-test-worker', import.meta.url, {
      workers: 1,
      setup: { add: 0 },
    });
    await expect(standing.run(999)).rejects.toThrow('ended');
    expect(await standing.run(4)).toBe(8);
    await standing.close();
  });

  test('a closed pool refuses work', async () => {
    pool = new WorkerPool<number, number>('./pool-test-worker', import.meta.url, {
      workers: 1,
      setup: { add: 0 },
    });
    await pool.close();
    await expect(pool.run(1)).rejects.toThrow('closed');
  });

  test('closing waits for the task that runs, which may be inside a native library, and refuses the others', async () => {
    const done = new Int32Array(new SharedArrayBuffer(4));
    pool = new WorkerPool<number, number>('./pool-test-worker', import.meta.url, {
      workers: 1,
      setup: { add: 0, done },
    });
    const running = pool.run(777);
    const refused = expect(pool.run(1)).rejects.toThrow('closed');
    await closeWorkerPools();
    expect(Atomics.load(done, 0)).toBe(1);
    expect(await running).toBe(1554);
    await refused;
  });

  test('closing an interruptible pool ends a task that would work for ever', async () => {
    pool = new WorkerPool<number, number>('./pool-test-worker', import.meta.url, {
      workers: 1,
      setup: { add: 0 },
      interruptible: true,
    });
    const refused = expect(pool.run(555)).rejects.toThrow('closed');
    await pool.close();
    await refused;
  });

  test('a thread that has ended is not waited for', async () => {
    pool = new WorkerPool<number, number>('./pool-test-worker', import.meta.url, { workers: 1 });
    await expect(pool.run(999)).rejects.toThrow('ended');
    await pool.close();
  });
});
