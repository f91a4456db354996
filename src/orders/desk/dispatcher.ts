/**
 * Keeps the queue filled with what running orders still need, and leads each order to its end. The storage is the truth: what
 * lies there is made, whatever the queue says; what the queue has lost is added again. Only a window of each order's shards is in
 * the queue, so that its depth does not grow with the orders and small orders do not wait for large ones.
 */
import { messageOf } from '../../core/errors.js';
import type { Log } from '../../core/log.js';
import type { NewTask, Queue, TaskEnd } from '../../jobs/queue/queue.js';
import { nextState } from '../order/state.js';
import { sampleCount, shardAt, shardCount } from '../shards/shard-plan.js';
import { inParallel } from '../storage/in-parallel.js';
import { assembledName, deliveryName, type Storage, shardName, shardPrefix } from '../storage/storage.js';
import { assembleTask, deliverTask, shardTask } from '../work/workshop.js';
import type { BookedOrder, OrderBook } from './order-book.js';
import { type OrderProgress, ShardTally } from './progress.js';

export interface DispatcherOptions {
  book: OrderBook;
  queue: Queue;
  storage: Storage;
  log: Log;
  /** Orders at work at a time (4 by default). */
  orders?: number;
  /** Shards of an order in the queue at a time (64 by default), or twice as many as are at work, where that is more. */
  window?: number;
  /** Milliseconds between looks, when nothing happens (1000 by default). */
  every?: number;
  onProgress?: (id: string) => void;
}

interface AtWork {
  booked: BookedOrder;
  tally: ShardTally;
  /** Tasks in the queue as far as is known, and the shard of each where it is one. */
  queued: Map<string, number | null>;
}

/** Looks between comparisons of what is thought to be in the queue with what is. */
const looksPerCheck = 5;

export class Dispatcher {
  readonly #options: Required<Omit<DispatcherOptions, 'onProgress'>>;
  readonly #onProgress: (id: string) => void;
  readonly #atWork = new Map<string, AtWork>();
  /** Of orders that are not at work: read once when somebody asks. */
  readonly #ended = new Map<string, OrderProgress>();
  readonly #endedTasks: TaskEnd[] = [];
  readonly #stops: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #again = false;
  #closed = false;
  #looks = 0;

  constructor({ onProgress = () => {}, ...options }: DispatcherOptions) {
    this.#options = { orders: 4, window: 64, every: 1000, ...options };
    this.#onProgress = onProgress;
  }

  start(): void {
    const { queue, book } = this.#options;
    this.#stops.push(
      queue.onEnd((end) => {
        this.#endedTasks.push(end);
        this.look();
      }),
      book.onChange(({ order }, step) => {
        if (step === 'start' || step === 'made') return; // our own
        this.#ended.delete(order.id);
        if (step === 'pause' || step === 'cancel' || step === 'remove' || step === 'fail')
          void this.#drop(order.id);
        this.look();
      }),
    );
    this.look();
  }

  /** Soon, and once however often it is asked for. */
  look(): void {
    if (this.#closed) return;
    if (this.#looking !== undefined) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#looking = this.#look()
      .catch((error: unknown) => this.#options.log.warn(`orders: ${messageOf(error)}`))
      .finally(() => {
        this.#looking = undefined;
        if (this.#closed) return;
        if (this.#again) this.look();
        else this.#timer = setTimeout(() => this.look(), this.#options.every);
      });
    this.#again = false;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
    await this.#looking;
  }

  async progress({ order, status }: BookedOrder): Promise<OrderProgress> {
    const total = sampleCount(order);
    const atWork = this.#atWork.get(order.id);
    if (atWork !== undefined && status.state === 'running') return atWork.tally.progress(total, seconds());
    const known = this.#ended.get(order.id);
    if (known !== undefined) return known;
    const whole = status.state === 'done' || status.state === 'finishing';
    const fresh = status.state === 'queued' && status.worked === 0;
    const tally = whole || fresh ? undefined : await this.#tallyOf({ order, status });
    const shards = shardCount(order);
    const progress = tally?.progress(total, seconds()) ?? {
      done: whole ? total : 0,
      total,
      shardsDone: whole ? shards : 0,
      shards,
      rate: null,
      secondsLeft: whole ? 0 : null,
    };
    if (!fresh) this.#ended.set(order.id, { ...progress, rate: null });
    if (this.#ended.size > 20_000) this.#ended.clear();
    return progress;
  }

  async #look(): Promise<void> {
    const { book } = this.#options;
    await this.#takeUp();
    await this.#settleEnded();
    // A hundred machines must not wait for the next look.
    const window = Math.max(this.#options.window, 2 * (await this.#options.queue.counts()).running);
    for (const one of [...this.#atWork.values()]) {
      const { state } = one.booked.status;
      if (state === 'running') await this.#leadShards(one, window);
      else if (state === 'finishing') await this.#leadFinish(one);
      else this.#atWork.delete(one.booked.order.id);
    }
    if (++this.#looks % looksPerCheck === 0) await this.#check();
    // Deliveries that are asked for later are tasks of their own; orders that ended make place for the next.
    if (
      [...book.open()].some(({ status }) => status.state === 'queued') &&
      this.#atWork.size < this.#options.orders
    )
      this.#again = true;
  }

  /** Orders that were at work when the process ended, then the oldest that wait. */
  async #takeUp(): Promise<void> {
    const { book, orders } = this.#options;
    for (const booked of [...book.open()]) {
      const { state } = booked.status;
      if (this.#atWork.has(booked.order.id)) continue;
      if (state === 'running' || state === 'finishing') await this.#begin(booked);
    }
    for (const booked of [...book.open()]) {
      if (this.#atWork.size >= orders) return;
      if (booked.status.state !== 'queued') continue;
      await book.step(booked.order.id, 'start');
      await this.#begin(booked);
    }
  }

  async #begin(booked: BookedOrder): Promise<void> {
    const tally = await this.#tallyOf(booked);
    tally.begin(seconds());
    this.#atWork.set(booked.order.id, { booked, tally, queued: new Map() });
    this.#onProgress(booked.order.id);
  }

  async #tallyOf({ order }: Pick<BookedOrder, 'order' | 'status'>): Promise<ShardTally> {
    const tally = new ShardTally(shardCount(order), (shard) => shardAt(order, shard).samples);
    for (const name of await this.#options.storage.children(shardPrefix(order.id)))
      tally.add(Number(/^(\d+)\.arrow$/.exec(name)?.[1] ?? -1));
    return tally;
  }

  async #settleEnded(): Promise<void> {
    const failed: { one: AtWork; id: string; reason: string }[] = [];
    const made: { one: AtWork; shard: number }[] = [];
    for (const { id, reason } of this.#endedTasks.splice(0)) {
      const one = this.#atWork.get(id.split('.', 1)[0]!);
      const shard = one?.queued.get(id);
      if (one === undefined || shard === undefined) continue;
      one.queued.delete(id);
      if (reason !== null) failed.push({ one, id, reason });
      else if (shard !== null) made.push({ one, shard });
    }
    // Object storage answers after a while, and many shards may have come since the last look.
    await inParallel(made, ({ one, shard }) => this.#noteShard(one, shard), 32);
    for (const { one, id, reason } of failed) await this.#fail(one, id, reason);
  }

  async #noteShard({ booked, tally }: AtWork, shard: number): Promise<void> {
    if ((await this.#options.storage.stat(shardName(booked.order.id, shard))) === undefined) return;
    tally.add(shard, seconds());
    this.#onProgress(booked.order.id);
  }

  async #leadShards(one: AtWork, window: number): Promise<void> {
    const { book, queue } = this.#options;
    const { id } = one.booked.order;
    if (one.tally.complete) {
      await book.step(id, 'made');
      one.queued.clear();
      return this.#leadFinish(one);
    }
    const tasks: NewTask[] = [];
    for (const shard of one.tally.missing()) {
      if (one.queued.size >= window) break;
      const task = shardTask(id, shard);
      if (one.queued.has(task.id)) continue;
      one.queued.set(task.id, shard);
      tasks.push(task);
    }
    if (tasks.length > 0) await queue.add(tasks);
  }

  /** The datasets, then the deliveries, then the end. */
  async #leadFinish(one: AtWork): Promise<void> {
    const { book, queue, storage } = this.#options;
    const { id, deliver } = one.booked.order;
    const missing: NewTask[] = [];
    if ((await storage.stat(assembledName(id))) === undefined) missing.push(assembleTask(id));
    else
      for (const delivery of deliver)
        if ((await storage.stat(deliveryName(id, delivery))) === undefined)
          missing.push(deliverTask(id, delivery));
    const fresh = missing.filter((task) => !one.queued.has(task.id));
    for (const task of fresh) one.queued.set(task.id, null);
    if (fresh.length > 0) await queue.add(fresh);
    if (missing.length > 0) return;
    await book.step(id, 'finish');
    this.#atWork.delete(id);
    // The datasets hold the same rows.
    await storage.remove(shardPrefix(id));
  }

  /** What was lost on the way: words of the queue, or the queue itself. */
  async #check(): Promise<void> {
    const { queue } = this.#options;
    for (const one of [...this.#atWork.values()])
      for (const [id, shard] of [...one.queued]) {
        const state = await queue.state(id);
        if (state === 'waiting' || state === 'running') continue;
        one.queued.delete(id);
        if (state === 'failed') await this.#fail(one, id, (await queue.failure(id)) ?? 'unknown');
        else if (shard !== null) await this.#noteShard(one, shard);
        this.#again = true;
      }
  }

  async #fail({ booked }: AtWork, task: string, reason: string): Promise<void> {
    await this.#options.queue.remove([task]);
    // Several of its tasks may end so at once, and it may have been paused or cancelled meanwhile.
    if (nextState(booked.status.state, 'fail') !== undefined)
      await this.#options.book.step(booked.order.id, 'fail', reason);
  }

  /** Takes what waits back from the queue. */
  async #drop(id: string): Promise<void> {
    const one = this.#atWork.get(id);
    this.#atWork.delete(id);
    if (one !== undefined)
      await this.#options.queue
        .remove([...one.queued.keys()])
        .catch((error: unknown) => this.#options.log.warn(`orders: ${messageOf(error)}`));
  }
}

const seconds = (): number => performance.now() / 1000;
