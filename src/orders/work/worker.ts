/** A worker of a queue: shards on as many threads as it has, and one thing at a time of what is quick or holds a thread of its own. */
import { StoppedError } from '../../core/errors.js';
import type { Queue, TaskHandler } from '../../jobs/queue/queue.js';
import type { Storage } from '../storage/storage.js';
import { deliverWebhook } from '../webhooks/webhook.js';
import { openWorkshop } from './workshop.js';

export interface WorkerOptions {
  queue: Queue;
  storage: Storage;
  /** Worker threads; 0: no work is done here. */
  threads: number;
  /** Whether webhooks may lead into private networks. */
  privateNetworks: boolean;
  /** What is done with tasks of further kinds. */
  more?: Readonly<Record<string, TaskHandler>>;
}

export interface RunningWorker {
  /** Shards at work are left to others. */
  close(): Promise<void>;
}

export function startWorker({
  queue,
  storage,
  threads,
  privateNetworks,
  more = {},
}: WorkerOptions): RunningWorker {
  if (threads === 0) return { close: async () => {} };
  const workshop = openWorkshop({ storage, threads });
  const worker = queue.work(async (task, signal) => {
    if (task.kind === 'webhook') {
      try {
        return await deliverWebhook(task.data, { storage, privateNetworks }, signal);
      } catch (error) {
        throw signal.aborted ? new StoppedError('the webhook is left to another worker') : error;
      }
    }
    return (more[task.kind] ?? workshop.handle)(task, signal);
  }, workshop.concurrency + 1);
  return {
    async close() {
      await worker.close();
      await workshop.close();
    },
  };
}
