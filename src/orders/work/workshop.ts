/**
 * Does the tasks of orders, in whatever process: shards, datasets, deliveries. What it has made lies in the storage; a task
 * whose result is there already, or whose order is not at work any more, is done without work.
 */
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { internalError, StoppedError } from '../../core/errors.js';
import { unlessStopped } from '../../core/work.js';
import { quietLance } from '../../dataset/store/lance.js';
import type { NewTask, TakenTask, TaskHandler } from '../../jobs/queue/queue.js';
import { StandingPool } from '../../node/standing-pool.js';
import type { Order, OrderStatus } from '../order/order.js';
import { type Delivery, deliveries } from '../order/request.js';
import { shardAt, shardCount } from '../shards/shard-plan.js';
import type { ShardTask } from '../shards/shard-worker.js';
import { readJson } from '../storage/read-json.js';
import {
  assembledName,
  datasetName,
  deliveryName,
  fileName,
  orderName,
  type Storage,
  shardName,
  statusName,
} from '../storage/storage.js';
import type { AssembleResult, AssembleTask } from './assemble.js';

const taskData = {
  shard: z.object({ order: z.string(), shard: z.int() }),
  assemble: z.object({ order: z.string() }),
  deliver: z.object({ order: z.string(), delivery: z.enum(deliveries) }),
};

export const shardTask = (order: string, shard: number): NewTask => ({
  id: `${order}.shard.${shard}`,
  kind: 'shard',
  data: { order, shard },
  attempts: 5,
});

export const assembleTask = (order: string): NewTask => ({
  id: `${order}.assemble`,
  kind: 'assemble',
  data: { order },
  urgent: true,
});

export const deliverTask = (order: string, delivery: Delivery): NewTask => ({
  id: `${order}.deliver.${delivery}`,
  kind: 'deliver',
  data: { order, delivery },
  urgent: true,
});

export interface WorkshopOptions {
  storage: Storage;
  /** Worker threads for shards (one for each core by default). */
  threads?: number;
  /** Puts datasets and deliveries together: in a thread of its own, but in tests of something else. */
  assembleHere?: (task: AssembleTask) => Promise<AssembleResult>;
}

export interface Workshop {
  handle: TaskHandler;
  /** Tasks that it can do at a time. */
  readonly concurrency: number;
  close(): Promise<void>;
}

export function openWorkshop({
  storage,
  threads = availableParallelism(),
  assembleHere,
}: WorkshopOptions): Workshop {
  // Threads start with their first task: a server that only answers has none.
  const makers = new StandingPool<ShardTask, Uint8Array>('../shards/shard-worker', import.meta.url, {
    workers: threads,
    interruptible: true,
  });
  const assembler = new StandingPool<AssembleTask, AssembleResult>('./assemble-worker', import.meta.url, {
    workers: 1,
  });
  const orders = new Map<string, Order>();

  // An order never changes; only those that are worked on are kept.
  const orderOf = async (id: string): Promise<Order | undefined> => {
    const order = orders.get(id) ?? (await readJson<Order>(storage, orderName(id)));
    if (order !== undefined) orders.set(id, order);
    const [oldest] = orders.keys();
    if (orders.size > 16 && oldest !== undefined) orders.delete(oldest);
    return order;
  };
  const isAtWork = async (id: string, states: readonly string[]): Promise<boolean> =>
    states.includes((await readJson<OrderStatus>(storage, statusName(id)))?.state ?? '');

  async function makeShard(
    { order: id, shard: index }: z.infer<typeof taskData.shard>,
    signal: AbortSignal,
  ): Promise<void> {
    const name = shardName(id, index);
    const order = await orderOf(id);
    if (order === undefined || !(await isAtWork(id, ['running']))) return;
    if ((await storage.stat(name)) !== undefined) return;
    const shard = shardAt(order, index);
    const made = makers.run({ recipe: order.parts[shard.part]!.recipe, shard });
    made.catch(() => {}); // after a stop nobody waits for it
    const bytes = await unlessStopped(made, { signal });
    if (bytes === null) throw new StoppedError('the shard is left to another worker');
    if (await isAtWork(id, ['running', 'paused'])) await storage.write(name, bytes);
  }

  async function assemble({ order: id }: z.infer<typeof taskData.assemble>): Promise<void> {
    const order = await orderOf(id);
    if (order === undefined || !(await isAtWork(id, ['finishing']))) return;
    if ((await storage.stat(assembledName(id))) !== undefined) return;
    const counts: number[] = [];
    let next = 0;
    const total = shardCount(order);
    for (const [part, { name, recipe }] of order.parts.entries()) {
      const shards: string[] = [];
      for (; next < total && shardAt(order, next).part === part; next++) shards.push(shardName(id, next));
      const count = recipe.count * recipe.frames;
      if ((await storage.stat(`${datasetName(id, name)}/dataset.json`)) === undefined) {
        await inScratch(async (scratch) => {
          const out = join(scratch, 'dataset');
          await inThread({ kind: 'dataset', recipe, storage: storage.place, shards, out });
          // An order that was removed or cancelled meanwhile gets nothing more.
          if (await isAtWork(id, ['finishing'])) await storage.adopt(datasetName(id, name), out);
        });
      }
      counts.push(count);
    }
    if (await isAtWork(id, ['finishing'])) await storage.write(assembledName(id), JSON.stringify({ counts }));
  }

  async function deliver({ order: id, delivery }: z.infer<typeof taskData.deliver>): Promise<void> {
    const order = await orderOf(id);
    if (order === undefined || !(await isAtWork(id, ['finishing', 'done']))) return;
    if ((await storage.stat(deliveryName(id, delivery))) !== undefined) return;
    const datasets = order.parts.map(({ name }) => ({ name, stored: datasetName(id, name) }));
    await inScratch(async (scratch) => {
      const out = join(scratch, 'files');
      const { files, failures } = await inThread({
        kind: 'delivery',
        storage: storage.place,
        delivery,
        datasets,
        out,
      });
      if (!(await isAtWork(id, ['finishing', 'done']))) return;
      for (const { name } of files) await storage.adopt(fileName(id, name), join(out, name));
      await storage.write(deliveryName(id, delivery), JSON.stringify({ files, failures }));
    });
  }

  /** An empty folder of this machine, gone afterwards also where it failed: a task that fails is tried again and again. */
  async function inScratch(run: (folder: string) => Promise<void>): Promise<void> {
    const scratch = await storage.scratch();
    try {
      await run(scratch);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  function inThread(task: AssembleTask): Promise<AssembleResult> {
    quietLance();
    if (assembleHere !== undefined) return assembleHere(task);
    return assembler.run(task);
  }

  return {
    concurrency: threads,
    async handle({ kind, data }: TakenTask, signal) {
      if (kind === 'shard') return makeShard(taskData.shard.parse(data), signal);
      if (kind === 'assemble') return assemble(taskData.assemble.parse(data));
      if (kind === 'deliver') return deliver(taskData.deliver.parse(data));
      throw internalError(`a task of the kind ${kind}`);
    },
    async close() {
      await Promise.all([makers.close(), assembler.close()]);
    },
  };
}
