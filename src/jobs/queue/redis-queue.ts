/**
 * The queue of many machines: BullMQ on Redis (https://docs.bullmq.io). A worker holds a lock on what it does and renews it; a
 * lock that runs out, because the worker died or is cut off, gives the task to another. Work must therefore not block the event
 * loop for longer than a lock lasts: it runs in worker threads.
 */
import { Queue as BullQueue, type Job, QueueEvents, WaitingError, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { internalError, LineamentError, messageOf, StoppedError } from '../../core/errors.js';
import {
  isTaskId,
  type NewTask,
  type Queue,
  type QueueCounts,
  type QueueWorker,
  redisDefaults,
  type TaskData,
  type TaskEnd,
  type TaskHandler,
  type TaskState,
  taskDefaults,
} from './queue.js';

export interface RedisQueueOptions {
  /** `redis://[[user]:password@]host[:port][/database]`, or `rediss://` with TLS. */
  url: string;
  /** Several servers may share a Redis under different names. */
  name?: string;
  /** Milliseconds until a dead worker's task goes to another (30,000 by default). */
  lock?: number;
  /** Milliseconds that closing waits for a Redis that does not answer (5000 by default). */
  patience?: number;
  /** Words about a Redis that cannot be reached. */
  warn?: (line: string) => void;
}

/** As often a task may lose its worker before it counts as failed: with locks of 30 s that takes an hour at least. */
const mostStalls = 120;

export async function openRedisQueue({
  url,
  name = 'lineament',
  lock = redisDefaults.lock,
  patience = redisDefaults.patience,
  warn = () => {},
}: RedisQueueOptions): Promise<Queue> {
  if (!/^rediss?:\/\//.test(url))
    throw new LineamentError(
      `the address of Redis begins with redis:// or rediss://, not ${url.slice(0, 40)}`,
    );
  const connections: Redis[] = [];
  let warned = '';
  const onError = (error: Error): void => {
    if (error.message === warned) return;
    warned = error.message;
    warn(`redis: ${error.message}`);
  };
  const connect = ({ maxRetriesPerRequest = null, connectTimeout = 10_000 }: PatienceOptions): Redis => {
    const connection = new Redis(url, {
      maxRetriesPerRequest,
      connectTimeout,
      retryStrategy: (times) => Math.min(2000, 100 * times),
    });
    connection.on('error', onError);
    connections.push(connection);
    return connection;
  };
  // Who asks is told at once that Redis is away; workers wait until it is there again.
  const asking = connect({ maxRetriesPerRequest: 1, connectTimeout: 2000 });
  await asking.ping().catch((cause: unknown) => {
    for (const connection of connections) connection.disconnect();
    throw new LineamentError(`Redis does not answer: ${messageOf(cause)}`, {
      file: url.replace(/\/\/[^@]*@/, '//'),
      hint: 'start it, or correct the address',
      cause,
    });
  });
  const queue = new BullQueue(name, { connection: asking });
  const events = new QueueEvents(name, { connection: connect({}) });
  queue.on('error', onError);
  events.on('error', onError);
  await events.waitUntilReady();
  return new RedisQueue({ name, queue, events, connect, connections, lock, patience, onError });
}

interface PatienceOptions {
  /** Tries of a command; null: until Redis is there again. */
  maxRetriesPerRequest?: number | null;
  /** Milliseconds. */
  connectTimeout?: number;
}

interface Parts {
  name: string;
  queue: BullQueue;
  events: QueueEvents;
  connect(options: PatienceOptions): Redis;
  connections: Redis[];
  lock: number;
  patience: number;
  onError(error: Error): void;
}

class RedisQueue implements Queue {
  readonly #parts: Parts;
  readonly #workers = new Set<QueueWorker>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async add(tasks: readonly NewTask[]): Promise<void> {
    for (const { id } of tasks)
      if (!isTaskId(id)) throw internalError(`a task has the id ${JSON.stringify(id)}`);
    await this.#parts.queue.addBulk(
      tasks.map(({ id, kind, data, urgent, attempts, backoff }) => ({
        name: kind,
        data,
        opts: {
          jobId: id,
          // What has no priority goes before all that has one.
          ...(!urgent && { priority: 1 }),
          attempts: attempts ?? taskDefaults.attempts,
          backoff: { type: 'exponential', delay: backoff ?? taskDefaults.backoff },
          removeOnComplete: true,
          removeOnFail: false,
        },
      })),
    );
  }

  async remove(ids: readonly string[]): Promise<void> {
    await Promise.all(
      ids.map(async (id) => {
        const job = await this.#job(id);
        try {
          await job?.remove();
        } catch (error) {
          if ((await job?.getState()) !== 'active') throw error;
        }
      }),
    );
  }

  async state(id: string): Promise<TaskState | undefined> {
    switch (await (await this.#job(id))?.getState()) {
      case 'failed':
        return 'failed';
      case 'active':
        return 'running';
      case 'waiting':
      case 'prioritized':
      case 'delayed':
        return 'waiting';
      default:
        return undefined;
    }
  }

  async failure(id: string): Promise<string | undefined> {
    return (await this.#job(id))?.failedReason || undefined;
  }

  async counts(): Promise<QueueCounts> {
    const counts = await this.#parts.queue.getJobCounts('wait', 'prioritized', 'delayed', 'active', 'failed');
    const of = (...names: string[]): number => names.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
    return { waiting: of('wait', 'prioritized', 'delayed'), running: of('active'), failed: of('failed') };
  }

  work(handler: TaskHandler, concurrency = 1): QueueWorker {
    const { name, connect, lock, patience, onError } = this.#parts;
    const running = new Set<Promise<void>>();
    const stop = new AbortController();
    const perform = async (job: Job<TaskData>, token?: string): Promise<void> => {
      const { id = '', name: kind, data, attemptsMade } = job;
      const handled = handler({ id, kind, data, attempt: attemptsMade + 1 }, stop.signal);
      const settled = handled.catch(() => {}).finally(() => running.delete(settled));
      running.add(settled);
      try {
        await handled;
      } catch (error) {
        if (!(error instanceof StoppedError))
          throw error instanceof Error ? error : new Error(messageOf(error));
        await job.moveToWait(token);
        throw new WaitingError();
      }
    };
    const worker = new Worker<TaskData>(name, perform, {
      connection: connect({}),
      concurrency,
      lockDuration: lock,
      stalledInterval: lock,
      maxStalledCount: mostStalls,
      removeOnComplete: { count: 0 },
    });
    worker.on('error', onError);
    const own: QueueWorker = {
      close: async () => {
        this.#workers.delete(own);
        const closed = worker.close();
        stop.abort();
        await Promise.all(running);
        // What could not be given back goes to another when its lock runs out.
        await within(patience, closed);
      },
    };
    this.#workers.add(own);
    return own;
  }

  onEnd(listener: (end: TaskEnd) => void): () => void {
    const { events } = this.#parts;
    const done = ({ jobId }: { jobId: string }): void => listener({ id: jobId, reason: null });
    const failed = ({ jobId, failedReason }: { jobId: string; failedReason: string }): void =>
      listener({ id: jobId, reason: failedReason });
    events.on('completed', done);
    events.on('failed', failed);
    return () => {
      events.off('completed', done);
      events.off('failed', failed);
    };
  }

  async close(): Promise<void> {
    const { queue, events, connections, patience } = this.#parts;
    await Promise.all([...this.#workers].map((worker) => worker.close()));
    await within(patience, Promise.all([events.close(), queue.close()]));
    for (const connection of connections) connection.disconnect();
  }

  #job(id: string): Promise<Job<TaskData> | undefined> {
    return this.#parts.queue.getJob(id);
  }
}

/** Waits no longer than that; what fails later is of no interest to anybody. */
async function within(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([promise.catch(() => {}), late]);
  clearTimeout(timer);
}
