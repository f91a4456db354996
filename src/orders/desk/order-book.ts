/**
 * All orders of a storage, in memory and on disk: each change is written whole before it is told. One process keeps the
 * book; workers only read it.
 */
import { internalError } from '../../core/errors.js';
import { type NewOrder, newOrder, type Order, type OrderStatus } from '../order/order.js';
import { finalStates, type OrderStep, takeStep } from '../order/state.js';
import { sampleCount } from '../shards/shard-plan.js';
import { inParallel } from '../storage/in-parallel.js';
import { readJson } from '../storage/read-json.js';
import { orderName, orderPrefix, type Storage, statusName } from '../storage/storage.js';
import { owedFor } from '../webhooks/owed.js';

export interface BookedOrder {
  readonly order: Order;
  status: OrderStatus;
}

const day = 24 * 3600 * 1000;

/** A folder of ten thousand orders is read in a second or two. */
const sideBySide = 32;

export type OrderListener = (booked: BookedOrder, step: OrderStep | 'create' | 'remove') => void;

export class OrderBook {
  readonly #storage: Storage;
  readonly #orders: Map<string, BookedOrder>;
  /** Those that are not at their end, in the order in which they came or came back. */
  readonly #open = new Map<string, BookedOrder>();
  readonly #listeners = new Set<OrderListener>();
  /** Changes of one order come one after another. */
  readonly #last = new Map<string, Promise<unknown>>();
  /** By owner and key; set before anything is waited for, so that the same request twice at once is one order. */
  readonly #byKey = new Map<string, Promise<BookedOrder>>();
  /** Orders that were removed on the day on which they were given: they count in quotas all the same. */
  #removed: { owner: string | null; created: number; samples: number }[] = [];

  private constructor(storage: Storage, orders: Map<string, BookedOrder>) {
    this.#storage = storage;
    this.#orders = orders;
    for (const booked of orders.values()) {
      this.#noteOpen(booked);
      const { owner, idempotency } = booked.order;
      if (idempotency !== null) this.#byKey.set(keyOf(owner, idempotency.key), Promise.resolve(booked));
    }
  }

  /** Folders without an order are the rest of one that was being removed, and go. */
  static async open(storage: Storage): Promise<OrderBook> {
    const found = await storage.children('orders/');
    const read = await inParallel(
      found,
      async (id) => {
        const order = await readJson<Order>(storage, orderName(id));
        const status = await readJson<OrderStatus>(storage, statusName(id));
        if (order !== undefined && status !== undefined) return { order, status };
        await storage.remove(orderPrefix(id));
        return undefined;
      },
      sideBySide,
    );
    const booked = read.filter((one) => one !== undefined);
    booked.sort((a, b) => (a.order.created < b.order.created ? -1 : 1));
    return new OrderBook(storage, new Map(booked.map((one) => [one.order.id, one])));
  }

  get(id: string): BookedOrder | undefined {
    return this.#orders.get(id);
  }

  /** Oldest first. */
  all(): Iterable<BookedOrder> {
    return this.#orders.values();
  }

  /** Those that are not done, failed or cancelled, oldest first: few of many. */
  open(): Iterable<BookedOrder> {
    return this.#open.values();
  }

  get size(): number {
    return this.#orders.size;
  }

  /** Open orders of an owner, and samples that were ordered in the last 24 hours. */
  spentBy(owner: string | null): { open: number; samples: number } {
    const since = Date.now() - day;
    let [open, samples] = [0, 0];
    for (const { order, status } of this.#orders.values()) {
      if (order.owner !== owner) continue;
      if (!finalStates.includes(status.state)) open++;
      if (Date.parse(order.created) >= since) samples += sampleCount(order);
    }
    for (const one of this.#removed) if (one.owner === owner && one.created >= since) samples += one.samples;
    return { open, samples };
  }

  /**
   * @param allow – throws where an owner may not order more; asked for new orders alone, and one order of an owner after another, so
   * that many at once do not all find the same place free.
   * @returns the order, and whether it was there already under the same key.
   */
  async create(
    asked: NewOrder,
    allow: () => void = () => {},
  ): Promise<{ booked: BookedOrder; replayed: boolean }> {
    const key = asked.idempotency && keyOf(asked.owner, asked.idempotency.key);
    const before = key === null ? undefined : this.#byKey.get(key);
    if (before !== undefined) return { booked: await before, replayed: true };
    const made =
      asked.owner === null
        ? this.#make(asked)
        : this.#after(`of ${asked.owner}`, () => {
            allow();
            return this.#make(asked);
          });
    if (key !== null) {
      this.#byKey.set(key, made);
      made.catch(() => this.#byKey.delete(key));
    }
    return { booked: await made, replayed: false };
  }

  async #make(asked: NewOrder): Promise<BookedOrder> {
    const order = await newOrder(asked);
    const status: OrderStatus = { state: 'queued', since: order.created, reason: null, worked: 0, owed: [] };
    await this.#storage.write(statusName(order.id), JSON.stringify(status));
    // The order itself comes last: a folder without it is nothing.
    await this.#storage.write(orderName(order.id), JSON.stringify(order));
    const booked = { order, status };
    this.#orders.set(order.id, booked);
    this.#noteOpen(booked);
    this.#tell(booked, 'create');
    return booked;
  }

  /** @throws WrongStateError where the step is not possible. */
  step(id: string, step: OrderStep, reason: string | null = null): Promise<BookedOrder> {
    return this.#after(id, async () => {
      const booked = this.#orders.get(id);
      if (booked === undefined) throw internalError(`no order ${id}`);
      const { status } = booked;
      const now = new Date();
      const busy = status.state === 'running' || status.state === 'finishing';
      const changed = { state: takeStep(status.state, step), since: now.toISOString(), reason };
      const next: OrderStatus = {
        ...changed,
        owed: [...status.owed, ...owedFor(booked.order, changed, step)],
        worked: status.worked + (busy ? (now.getTime() - Date.parse(status.since)) / 1000 : 0),
      };
      await this.#storage.write(statusName(id), JSON.stringify(next));
      booked.status = next;
      this.#noteOpen(booked);
      this.#tell(booked, step);
      return booked;
    });
  }

  /** The webhook was told, or will not be. */
  settle(id: string, word: string): Promise<void> {
    return this.#after(id, async () => {
      const booked = this.#orders.get(id);
      if (booked === undefined) return;
      const next = { ...booked.status, owed: booked.status.owed.filter((one) => one.id !== word) };
      await this.#storage.write(statusName(id), JSON.stringify(next));
      booked.status = next;
    });
  }

  /** With all that was made for it. */
  remove(id: string): Promise<void> {
    return this.#after(id, async () => {
      const booked = this.#orders.get(id);
      if (booked === undefined) return;
      await this.#storage.remove(orderName(id));
      this.#orders.delete(id);
      this.#open.delete(id);
      const { owner, idempotency } = booked.order;
      const created = Date.parse(booked.order.created);
      const since = Date.now() - day;
      this.#removed = this.#removed.filter((one) => one.created >= since);
      if (created >= since) this.#removed.push({ owner, created, samples: sampleCount(booked.order) });
      if (idempotency !== null) this.#byKey.delete(keyOf(owner, idempotency.key));
      this.#tell(booked, 'remove');
      await this.#storage.remove(orderPrefix(id));
    });
  }

  onChange(listener: OrderListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #noteOpen(booked: BookedOrder): void {
    const { id } = booked.order;
    if (finalStates.includes(booked.status.state)) this.#open.delete(id);
    else this.#open.set(id, booked);
  }

  #tell(booked: BookedOrder, step: OrderStep | 'create' | 'remove'): void {
    for (const listener of this.#listeners) listener(booked, step);
  }

  #after<T>(id: string, run: () => Promise<T>): Promise<T> {
    const done = (this.#last.get(id) ?? Promise.resolve()).then(run, run);
    const settled = done.then(
      () => {},
      () => {},
    );
    this.#last.set(id, settled);
    void settled.then(() => this.#last.get(id) === settled && this.#last.delete(id));
    return done;
  }
}

const keyOf = (owner: string | null, key: string): string => `${owner ?? ''}\n${key}`;
