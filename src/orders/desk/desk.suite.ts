/**
 * What becomes of an order on its way through a queue, whichever it is: pausing, cancelling, removing, and work that is done twice.
 * The work itself is pretended: a shard is a few letters.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLog } from '../../core/log.js';
import { parseGeneration } from '../../dataset/generate/settings.js';
import type { Queue, TaskHandler } from '../../jobs/queue/queue.js';
import { shardCount } from '../shards/shard-plan.js';
import { type FolderStorage, folderStorage } from '../storage/folder-storage.js';
import { assembledName, orderName, shardName, shardPrefix } from '../storage/storage.js';
import { shardTask } from '../work/workshop.js';
import { Dispatcher } from './dispatcher.js';
import { type BookedOrder, OrderBook } from './order-book.js';

export interface DeskHouse {
  openQueue(): Promise<Queue>;
  close(): Promise<void>;
}

export function deskSuite(house: () => Promise<DeskHouse>): void {
  let home: DeskHouse;
  let folder: string;
  let storage: FolderStorage;
  let queue: Queue;
  let book: OrderBook;
  let dispatcher: Dispatcher;
  let booked: BookedOrder;
  /** Shards that were begun, in this order. */
  let begun: number[];
  let work: TaskHandler;
  /** Lets shards end. */
  let open: () => void;
  let steps: string[];

  beforeEach(async () => {
    home = await house();
    folder = await mkdtemp(join(tmpdir(), 'lineament-desk-'));
    storage = folderStorage(folder);
    queue = await home.openQueue();
    book = await OrderBook.open(storage);
    [begun, steps] = [[], []];
    book.onChange((_, step) => steps.push(step));
    dispatcher = new Dispatcher({ book, queue, storage, log: silentLog, every: 50, window: 2 });
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    work = async ({ kind, data }) => {
      const { order, shard } = data as { order: string; shard: number };
      if (kind === 'assemble') return storage.write(assembledName(order), '{}');
      begun.push(shard);
      await gate;
      // As a workshop does: what nobody wants any more is not kept.
      if ((await storage.stat(orderName(order))) !== undefined)
        await storage.write(shardName(order, shard), `shard ${shard}`);
    };
    queue.work(work);
    dispatcher.start();
    booked = (
      await book.create({
        owner: null,
        parts: [{ name: 'order', settings: parseGeneration({ count: 8, size: 32 }) }],
        translation: null,
        idempotency: null,
        deliver: [],
        webhook: null,
        title: '',
      })
    ).booked;
    await until(() => begun.length === 1);
  });
  afterEach(async () => {
    open();
    await dispatcher.close();
    await queue.close();
    await home.close();
    await rm(folder, { recursive: true, force: true });
  });

  const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await isSo())) await setTimeout(5);
  };
  const quiet = (): Promise<void> =>
    until(async () => {
      const { waiting, running } = await queue.counts();
      return waiting + running === 0;
    });
  const made = (): Promise<string[]> => storage.children(shardPrefix(booked.order.id));

  it('pauses: what waits leaves the queue, what runs is kept; and goes on where it was', async () => {
    await book.step(booked.order.id, 'pause');
    await until(async () => (await queue.counts()).waiting === 0);
    open();
    await quiet();
    expect(begun).toHaveLength(1);
    expect(await made()).toHaveLength(1);
    await book.step(booked.order.id, 'resume');
    await until(() => booked.status.state === 'done');
    await quiet();
    expect(begun.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(steps).toEqual(['create', 'start', 'pause', 'resume', 'start', 'made', 'finish']);
  });

  it('cancels: nothing more is made', async () => {
    await book.step(booked.order.id, 'cancel');
    await until(async () => (await queue.counts()).waiting === 0);
    open();
    await quiet();
    expect(begun).toHaveLength(1);
    expect(booked.status.state).toBe('cancelled');
  });

  it('is removed: nothing of it stays, also of what was at work', async () => {
    await book.step(booked.order.id, 'cancel');
    await book.remove(booked.order.id);
    await until(async () => (await queue.counts()).waiting === 0);
    open();
    await quiet();
    expect(await storage.list('orders/')).toEqual([]);
    expect([...book.all()]).toEqual([]);
  });

  it('has work for all workers that there are, however few of its shards it puts into the queue at first', async () => {
    for (let workers = 0; workers < 7; workers++) queue.work(work);
    await until(() => begun.length === shardCount(booked.order));
  });

  it('is the same when a shard is done twice', async () => {
    const { order } = booked;
    open();
    // Again and again, as after locks that ran out.
    for (let shard = 0; shard < shardCount(order); shard++) await queue.add([shardTask(order.id, shard)]);
    await until(() => begun.length >= 4);
    await queue.add([shardTask(order.id, 0), shardTask(order.id, 1)]);
    await until(() => booked.status.state === 'done');
    await queue.add([shardTask(order.id, 3)]);
    await quiet();
    expect(await dispatcher.progress(booked)).toMatchObject({ done: 8, total: 8, shardsDone: 8 });
    expect(steps).toEqual(['create', 'start', 'made', 'finish']);
  });
}
