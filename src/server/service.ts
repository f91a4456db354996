/** What the routes work with: opened once, closed in order. Room `server` presents; what happens stands in `orders`. */
import type { Logger } from 'pino';
import type { Queue } from '../jobs/queue/queue.js';
import { openPictureDesk, type PictureDesk } from '../lab/pictures/picture-desk.js';
import { RunDesk } from '../lab/runs/run-desk.js';
import { Dispatcher } from '../orders/desk/dispatcher.js';
import { Messenger } from '../orders/desk/messenger.js';
import { OrderBook } from '../orders/desk/order-book.js';
import { openPreviewer, type Previewer } from '../orders/desk/preview.js';
import type { OrderLimits } from '../orders/order/request.js';
import type { Storage } from '../orders/storage/storage.js';
import { openWebhookSecret } from '../orders/webhooks/webhook.js';
import { ChangeBell } from './http/change-bell.js';
import { createMetrics, type Metrics } from './metrics.js';
import type { TokenChecker } from './tokens/tokens.js';

export interface Service {
  storage: Storage;
  queue: Queue;
  book: OrderBook;
  dispatcher: Dispatcher;
  previewer: Previewer;
  pictures: PictureDesk;
  runs: RunDesk;
  bell: ChangeBell;
  metrics: Metrics;
  tokens: TokenChecker;
  /** Whether each request must bring a token; else only this machine is answered. */
  tokensNeeded: boolean;
  limits: OrderLimits;
  webhookSecret: string;
  log: Logger;
  close(): Promise<void>;
}

export interface ServiceOptions
  extends Pick<Service, 'storage' | 'queue' | 'tokens' | 'tokensNeeded' | 'limits' | 'log'> {
  /** Threads that work on orders, here and elsewhere, for estimates. */
  threads: number;
  /** Figures of the process too. */
  processMetrics?: boolean;
}

export async function openService({
  threads,
  processMetrics = false,
  ...given
}: ServiceOptions): Promise<Service> {
  const { storage, queue, log } = given;
  const book = await OrderBook.open(storage);
  const bell = new ChangeBell();
  const webhookSecret = await openWebhookSecret(storage);
  const words = { info: (line: string) => log.info(line), warn: (line: string) => log.warn(line) };
  const dispatcher = new Dispatcher({ book, queue, storage, log: words, onProgress: (id) => bell.ring(id) });
  book.onChange((booked, step) => {
    bell.ring(booked.order.id);
    const { state, reason } = booked.status;
    log.info({ order: booked.order.id, state, ...(reason !== null && { reason }) }, `order: ${step}`);
  });
  const messenger = new Messenger({ book, queue, storage, log: words });
  const previewer = openPreviewer(threads);
  const pictures = openPictureDesk();
  const runs = await RunDesk.open({
    storage,
    queue,
    log: words,
    hasOrder: (id, part, owner) => {
      const booked = book.get(id);
      if (booked?.status.state !== 'done' || (owner !== null && booked.order.owner !== owner)) return false;
      const { parts } = booked.order;
      return part === undefined ? parts.length === 1 : parts.some(({ name }) => name === part);
    },
    onChange: (id) => bell.ring(id),
  });
  messenger.start();
  dispatcher.start();
  return {
    ...given,
    book,
    bell,
    dispatcher,
    previewer,
    pictures,
    runs,
    webhookSecret,
    metrics: createMetrics(book, queue, { process: processMetrics }),
    async close() {
      bell.close();
      await messenger.close();
      await dispatcher.close();
      await previewer.close();
      await runs.close();
      await pictures.close();
    },
  };
}
