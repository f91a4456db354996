/** A whole server on a socket of its own, whose faces are pretended: for tests of what goes over the wire. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openDiskQueue } from '../jobs/queue/disk-queue.js';
import type { Queue, TaskHandler } from '../jobs/queue/queue.js';
import { folderStorage } from '../orders/storage/folder-storage.js';
import { assembledName, deliveryName, fileName, type Storage, shardName } from '../orders/storage/storage.js';
import { deliverWebhook } from '../orders/webhooks/webhook.js';
import { type ServeOptions, serve } from './serve.js';

export interface RealServer {
  folder: string;
  address: string;
  queue: Queue;
  /** Ends it and opens it again, on the same folder and port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** What a delivery of a pretended order holds. */
export const pretendedFile: Buffer = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i) % 251));

/** Does the tasks of orders without a face: shards are empty, each delivery is {@link pretendedFile}. */
export const pretend =
  (storage: Storage): TaskHandler =>
  async ({ kind, data }, signal) => {
    if (kind === 'webhook') return deliverWebhook(data, { storage, privateNetworks: true }, signal);
    const { order, shard, delivery } = data as { order: string; shard: number; delivery: string };
    if (kind === 'shard') await storage.write(shardName(order, shard), 'made');
    if (kind === 'assemble') await storage.write(assembledName(order), '{}');
    if (kind !== 'deliver') return;
    const name = `${delivery}.bin`;
    await storage.write(fileName(order, name), pretendedFile);
    const sha256 = createHash('sha256').update(pretendedFile).digest('hex');
    const files = [{ name, bytes: pretendedFile.length, sha256 }];
    await storage.write(deliveryName(order, delivery), JSON.stringify({ files, failures: [] }));
  };

export async function realServer({
  handler = pretend,
  ...more
}: { handler?: (storage: Storage) => TaskHandler } & Partial<ServeOptions> = {}): Promise<RealServer> {
  const folder = await mkdtemp(join(tmpdir(), 'lineament-real-server-'));
  const open = async (port: number) => {
    const queue = await openDiskQueue(join(folder, 'queue'));
    // What fails is tried again at once.
    const add = queue.add.bind(queue);
    queue.add = (tasks) => add(tasks.map((task) => ({ ...task, backoff: 1 })));
    const server = await serve({
      data: folder,
      host: '127.0.0.1',
      port,
      workers: 0,
      openQueue: async () => queue,
      log: pino({ level: 'silent' }),
      ...more,
    });
    queue.work(handler(folderStorage(folder)), 2);
    return { server, queue };
  };
  let now = await open(0);
  const { address } = now.server;
  return {
    folder,
    address,
    get queue() {
      return now.queue;
    },
    async restart() {
      await now.server.close();
      now = await open(Number(new URL(address).port));
    },
    async close() {
      await now.server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
