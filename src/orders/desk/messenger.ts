/**
 * Sees to it that webhooks are told what they are owed, by tasks of the queue. As with shards the storage is the truth: a word is
 * owed until its marker lies there or the queue has given up, and what the queue has lost is added again. So each word
 * comes at least once; one whose worker is killed in the middle comes twice, with the same id.
 */
import { messageOf } from '../../core/errors.js';
import type { Log } from '../../core/log.js';
import type { Queue } from '../../jobs/queue/queue.js';
import type { OwedWord } from '../order/order.js';
import { type Storage, toldName } from '../storage/storage.js';
import { webhookTask } from '../webhooks/webhook.js';
import type { BookedOrder, OrderBook } from './order-book.js';

export interface MessengerOptions {
  book: OrderBook;
  queue: Queue;
  storage: Storage;
  log: Log;
  /** Milliseconds between looks, when nothing happens (5000 by default). */
  every?: number;
}

export class Messenger {
  readonly #options: Required<MessengerOptions>;
  /** Orders that owe something. */
  readonly #owing = new Set<string>();
  readonly #stops: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #waiting = false;
  #closed = false;

  constructor(options: MessengerOptions) {
    this.#options = { every: 5000, ...options };
  }

  start(): void {
    const { book, queue } = this.#options;
    for (const booked of book.all()) this.#note(booked);
    this.#stops.push(
      book.onChange((booked) => this.#note(booked) && this.#look()),
      queue.onEnd(
        ({ id }) => this.#owing.has(id.split('.', 1)[0]!) && id.includes('.webhook.') && this.#look(),
      ),
    );
    this.#look();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
    await this.#looking;
  }

  #note({ order, status }: BookedOrder): boolean {
    if (status.owed.length > 0) this.#owing.add(order.id);
    return status.owed.length > 0;
  }

  /** One look after another; those that are asked for meanwhile are one. */
  #look(): void {
    if (this.#closed || this.#waiting) return;
    this.#waiting = true;
    clearTimeout(this.#timer);
    this.#looking = this.#looking.then(async () => {
      this.#waiting = false;
      const { log, every } = this.#options;
      await this.#settle().catch((error: unknown) => log.warn(`webhooks: ${messageOf(error)}`));
      if (this.#closed || this.#owing.size === 0) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#look(), every);
    });
  }

  async #settle(): Promise<void> {
    const { book } = this.#options;
    for (const id of [...this.#owing]) {
      const booked = book.get(id);
      for (const word of booked?.status.owed ?? []) await this.#see(booked!, word);
      if ((book.get(id)?.status.owed.length ?? 0) === 0) this.#owing.delete(id);
    }
  }

  async #see({ order }: BookedOrder, word: OwedWord): Promise<void> {
    const { book, queue, storage, log } = this.#options;
    const task = webhookTask(order, word);
    const isTold = (await storage.stat(toldName(order.id, word.id))) !== undefined;
    if (task === undefined || isTold) return book.settle(order.id, word.id);
    const state = await queue.state(task.id);
    if (state === undefined) return queue.add([task]);
    if (state !== 'failed') return;
    log.warn(
      `webhooks: ${order.webhook} was not told ${word.type} of ${order.id}: ${await queue.failure(task.id)}`,
    );
    await book.settle(order.id, word.id);
    await queue.remove([task.id]);
  }
}
