/** What every queue must do; run by the test of each. */
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StoppedError } from '../../core/errors.js';
import type { NewTask, Queue, TakenTask, TaskEnd } from './queue.js';

export interface QueueHouse {
  /** Opens the queue of this test; a second call is another process, or the same one started again. */
  open(): Promise<Queue>;
  /** Ends a queue as a kill does: nothing is said to anybody. */
  kill(queue: Queue): Promise<void>;
  close(): Promise<void>;
}

const task = (id: string, more: Partial<NewTask> = {}): NewTask => ({
  id,
  kind: 'test',
  data: { id },
  backoff: 1,
  ...more,
});

export function queueSuite(house: () => Promise<QueueHouse>): void {
  let home: QueueHouse;
  let queue: Queue;
  beforeEach(async () => {
    home = await house();
    queue = await home.open();
  });
  afterEach(() => home.close());

  const ends = (of: Queue, count: number): Promise<TaskEnd[]> =>
    new Promise((resolve) => {
      const seen: TaskEnd[] = [];
      const stop = of.onEnd((end) => {
        seen.push(end);
        if (seen.length < count) return;
        stop();
        resolve(seen);
      });
    });

  it('does each task once, in order, urgent ones first, with what it was given', async () => {
    await queue.add([task('a', { data: [1, { two: 'three' }] }), task('b'), task('c', { urgent: true })]);
    await queue.add([task('a', { data: 'another' })]);
    const done: TakenTask[] = [];
    const ended = ends(queue, 3);
    queue.work(async (one) => void done.push(one));
    expect(await ended).toEqual(['c', 'a', 'b'].map((id) => ({ id, reason: null })));
    expect(done).toEqual([
      { id: 'c', kind: 'test', data: { id: 'c' }, attempt: 1 },
      { id: 'a', kind: 'test', data: [1, { two: 'three' }], attempt: 1 },
      { id: 'b', kind: 'test', data: { id: 'b' }, attempt: 1 },
    ]);
    expect(await queue.counts()).toEqual({ waiting: 0, running: 0, failed: 0 });
    expect(await queue.state('a')).toBeUndefined();
  });

  it('does a task again that is added after it was done', async () => {
    let times = 0;
    queue.work(async () => void times++);
    for (const count of [1, 2]) {
      const ended = ends(queue, 1);
      await queue.add([task('a')]);
      await ended;
      expect(times).toBe(count);
    }
  });

  it('tries a failing task again, then keeps why; the rest goes on', async () => {
    const tries: string[] = [];
    const ended = ends(queue, 2);
    queue.work(async ({ id, attempt }) => {
      tries.push(`${id} ${attempt}`);
      if (id === 'bad') throw new Error(`no good at try ${attempt}`);
    });
    await queue.add([task('bad', { attempts: 2 }), task('good')]);
    expect((await ended).toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([
      { id: 'bad', reason: 'no good at try 2' },
      { id: 'good', reason: null },
    ]);
    expect(tries.toSorted()).toEqual(['bad 1', 'bad 2', 'good 1']);
    expect(await queue.state('bad')).toBe('failed');
    expect(await queue.failure('bad')).toBe('no good at try 2');
    expect(await queue.counts()).toEqual({ waiting: 0, running: 0, failed: 1 });
    // It stays until it is taken away, and is then as new.
    await queue.add([task('bad')]);
    expect(await queue.state('bad')).toBe('failed');
    await queue.remove(['bad']);
    expect(await queue.state('bad')).toBeUndefined();
  });

  it('runs at most as many at a time as it is told', async () => {
    let [running, most] = [0, 0];
    const ended = ends(queue, 6);
    await queue.add(Array.from({ length: 6 }, (_, i) => task(`t${i}`)));
    queue.work(async () => {
      most = Math.max(most, ++running);
      await setTimeout(20);
      running--;
    }, 2);
    await ended;
    expect(most).toBe(2);
  });

  it('forgets what is removed before it begins', async () => {
    await queue.add([task('a'), task('b'), task('c')]);
    await queue.remove(['b', 'unknown']);
    expect(await queue.counts()).toMatchObject({ waiting: 2 });
    const done: string[] = [];
    const ended = ends(queue, 2);
    queue.work(async ({ id }) => void done.push(id));
    await ended;
    expect(done).toEqual(['a', 'c']);
  });

  it('gives back untried what a closing worker stops', async () => {
    let began: () => void = () => {};
    const running = new Promise<void>((resolve) => {
      began = resolve;
    });
    await queue.add([task('long', { attempts: 1 })]);
    const worker = queue.work(async (_, signal) => {
      began();
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      throw new StoppedError('stopped');
    });
    await running;
    expect(await queue.state('long')).toBe('running');
    await worker.close();
    expect(await queue.state('long')).toBe('waiting');
    const ended = ends(queue, 1);
    queue.work(async ({ attempt }) => expect(attempt).toBe(1));
    expect(await ended).toEqual([{ id: 'long', reason: null }]);
  });

  it('keeps everything when its process is killed: what ran is done by the next', async () => {
    let began: () => void = () => {};
    const running = new Promise<void>((resolve) => {
      began = resolve;
    });
    await queue.add([task('first', { attempts: 1 }), task('second')]);
    queue.work(async (_, signal) => {
      began();
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      throw new StoppedError('at the end of the test');
    });
    await running;
    await home.kill(queue);
    const next = await home.open();
    const done: string[] = [];
    const ended = ends(next, 2);
    next.work(async ({ id }) => void done.push(id));
    await ended;
    expect(done.toSorted()).toEqual(['first', 'second']);
    expect(await next.counts()).toEqual({ waiting: 0, running: 0, failed: 0 });
  }, 30_000);
}
