/** Opens everything, listens, and closes in order. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import { LineamentError, UsageError } from '../core/errors.js';
import { openDiskQueue } from '../jobs/queue/disk-queue.js';
import type { Queue } from '../jobs/queue/queue.js';
import { runsOn } from '../lab/runs/run-workshop.js';
import { makeFolder } from '../node/files.js';
import { lockFolder } from '../node/folder-lock.js';
import type { RunningServer } from '../node/listening.js';
import { defaultLimits, type OrderLimits } from '../orders/order/request.js';
import { clearScratch, type FolderStorage } from '../orders/storage/folder-storage.js';
import { openStorage, scratchParent } from '../orders/storage/open-storage.js';
import { startWorker } from '../orders/work/worker.js';
import { type AppOptions, createApp } from './app.js';
import { isLoopback, listen, type WireBounds } from './http/listen.js';
import { openService, type Service } from './service.js';
import { explorePart } from './studio/explore.js';
import { orderShelf } from './studio/order-shelf.js';
import { studioPage } from './studio/page-files.js';
import { openTokenChecker } from './tokens/tokens.js';

export interface ServeOptions {
  /** Folder of tokens, the queue and, where `store` names no other place, the orders. */
  data: string;
  /** Where the orders lie and what is made for them: a folder or `s3://bucket/prefix`. */
  store?: string;
  host: string;
  port: number;
  /** Worker threads for orders in this process; 0: none, workers elsewhere do it. */
  workers: number;
  /** A token from outside, beside those that the folder knows. */
  token?: string;
  /** Tokens also on loopback. */
  requireTokens?: boolean;
  /** Webhooks may lead into private networks; always so on a server without tokens, which only this machine reaches. */
  privateWebhooks?: boolean;
  limits?: Partial<OrderLimits>;
  /** Where tasks wait: Redis; by default a folder of `data`. */
  openQueue?: () => Promise<Queue>;
  /** Of connections; shorter in tests. */
  bounds?: Partial<WireBounds>;
  log: Logger;
}

/** A server that owns its folder. */
export interface FolderServer extends RunningServer {
  /** Rejects where another process took the folder's lock: nothing may be written then. */
  lost: Promise<never>;
}

export async function serve(options: ServeOptions): Promise<FolderServer> {
  const { data, host, port, workers, log } = options;
  const store = options.store ?? data;
  makeFolder(data);
  const storage = openStorage(store);
  const tokens = openTokenChecker(data, options.token);
  const open = !isLoopback(host);
  const tokensNeeded = open || options.requireTokens === true;
  if (tokensNeeded && !tokens.any)
    throw new UsageError(
      `serve: ${open ? `${host} can be reached by others` : 'tokens are required'}, and there is no token`,
      {
        hint: `make one: lineament token create NAME --data ${data}, or give --token-file`,
      },
    );
  let toldLost: (error: Error) => void = () => {};
  const lost = new Promise<never>((_, reject) => {
    toldLost = reject;
  });
  lost.catch(() => {}); // whoever waits for it hears of it
  const lock = await lockFolder(data, {
    name: 'server.lock',
    what: 'server',
    hint: 'one server keeps the orders of a folder; stop the other, or give another folder with --data',
    lost: () =>
      toldLost(
        new LineamentError('another process took over this folder, or removed server.lock', {
          file: data,
          hint: 'let one server alone work on it, and start this one again',
        }),
      ),
  });
  const closers: (() => Promise<void> | void)[] = [() => lock.release()];
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    await clearScratch(scratchParent(store));
    const queue = await (options.openQueue ?? (() => openDiskQueue(join(data, 'queue'))))();
    closers.push(() => queue.close());
    const service = await openService({
      storage,
      queue,
      tokens,
      tokensNeeded,
      limits: { ...defaultLimits, ...options.limits },
      log,
      threads: Math.max(1, workers),
      processMetrics: true,
    });
    closers.push(() => service.close());
    const privateNetworks = options.privateWebhooks ?? !tokensNeeded;
    const worker = startWorker({ queue, storage, threads: workers, privateNetworks, more: runsOn(storage) });
    closers.push(() => worker.close());
    const studio = await openStudio(service);
    closers.push(async () => {
      for (const part of studio?.parts ?? []) await part.close?.();
    });
    const app = createApp(service, studio && { studio });
    const listening = await listen(app.fetch, host, port, options.bounds);
    closers.push(listening.close);
    log.info({ address: listening.address, orders: service.book.size, workers }, 'listening');
    return { address: listening.address, lost, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The page that shows finished orders; none where it is not built, or where the datasets lie in S3. */
async function openStudio({ book, storage, log }: Service): Promise<AppOptions['studio']> {
  if (!('pathOf' in storage)) return undefined;
  try {
    const page = await studioPage();
    const shelf = orderShelf({ book, storage: storage as FolderStorage });
    return { page, parts: [explorePart({ shelf, out: null })] };
  } catch (error) {
    if (!(error instanceof LineamentError)) throw error;
    log.warn(`no page at /explore: ${error.message}`);
    return undefined;
  }
}
