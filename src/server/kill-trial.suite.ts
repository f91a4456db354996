/**
 * Kills processes of a service at random, with SIGKILL, while orders come in and are worked on, and looks at what became of
 * them: every order that was acknowledged is there once, done, and has the very bits of one that nobody disturbed.
 * Redis, where there is one, keeps an append-only file. Used by a small test and by `scripts/kill-orders.ts`.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Random } from '../core/random.js';
import { newDatasetOf } from '../dataset/generate/open-recipe.js';
import { encodeSamples } from '../dataset/store/sample-file.js';
import { openDataset } from '../dataset/store/store.js';
import type { Queue } from '../jobs/queue/queue.js';
import { openRedisQueue } from '../jobs/queue/redis-queue.js';
import { freePort, reachable } from '../jobs/queue/redis-server.suite.js';
import { OrderBook } from '../orders/desk/order-book.js';
import type { Order } from '../orders/order/order.js';
import { type FolderStorage, folderStorage } from '../orders/storage/folder-storage.js';
import { datasetName, fileName } from '../orders/storage/storage.js';
import { KeptProcess } from './kept-process.suite.js';

export interface KillTrialOptions {
  /** The built command line, `dist/cli/main.js`. */
  binary: string;
  queue: 'redis' | 'disk';
  kills: number;
  /** Faces of an order. */
  count: number;
  /** Different orders: each is done once before the kills begin, then again and again until they are over. */
  kinds: number;
  /** Beside Redis; without it the server does the work. */
  workers: number;
  /** Milliseconds between kills: at least, at most. */
  pause: [number, number];
  /** Chooses whom to kill and when. */
  seed: number;
  /** Seconds until a dead worker's shards go to another. */
  lock: number;
  say?: (line: string) => void;
}

export interface KillTrialResult {
  kills: Record<string, number>;
  orders: number;
  samples: number;
  /** Words of webhooks that came, and how many came more than once. */
  webhooks: { told: number; repeated: number };
  seconds: number;
  /** What is not as it must be; empty where all is well. */
  faults: string[];
}

/** The settings of Redis that the trial is about: what is acknowledged survives the death of the process. */
export const redisSettings: readonly string[] = [
  '--appendonly',
  'yes',
  '--appendfsync',
  'everysec',
  '--save',
  '',
];

export async function killTrial(options: KillTrialOptions): Promise<KillTrialResult> {
  const { kills, kinds, pause, seed, say = () => {} } = options;
  const began = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'lineament-kills-'));
  const receiver = await openReceiver();
  const processes = await startAll(folder, options);
  const customer = new Customer(processes.address, receiver.url, options.count);
  const killed: Record<string, number> = {};
  try {
    for (let kind = 0; kind < kinds; kind++) await customer.order(kind);
    await customer.waitForAll();
    say('the undisturbed orders are done');
    const random = new Random(seed);
    for (let kill = 0; kill < kills; kill++) {
      while ((await customer.open()) < Math.min(3, kinds))
        await customer.order(customer.given.length % kinds);
      await setTimeout(pause[0] + (pause[1] - pause[0]) * random.next());
      const victim = processes.all[Math.floor(random.next() * processes.all.length)]!;
      killed[victim.name] = (killed[victim.name] ?? 0) + 1;
      await victim.kill();
      if ((kill + 1) % 10 === 0) say(`${kill + 1} kills, ${customer.given.length} orders`);
    }
    await customer.waitForAll();
    // Words of webhooks may be on their way still.
    const isTold = ({ id }: { id: string }): boolean =>
      ['done', 'failed'].some((end) => receiver.told.has(`${id} order.${end}`));
    while (!customer.given.every(isTold)) await setTimeout(100);
    say('all orders are at their end');
    const { redis } = processes;
    if (redis !== undefined) {
      // It may have been killed last and be on its way up still.
      await reachable(Number(new URL(redis).port));
      await findEmpty(() => openRedisQueue({ url: redis }));
    }
    // The queue on disk belongs to the server.
    else while (await customer.isBusy()) await setTimeout(100);
  } finally {
    await Promise.all(processes.all.map((one) => one.stop()));
    await receiver.close();
  }
  const faults = await findFaults(folder, customer);
  await rm(folder, { recursive: true, force: true });
  return {
    kills: killed,
    orders: customer.given.length,
    samples: customer.given.length * options.count,
    webhooks: {
      told: receiver.told.size,
      repeated: [...receiver.told.values()].filter((times) => times > 1).length,
    },
    seconds: (performance.now() - began) / 1000,
    faults: [...faults, ...customer.faults],
  };
}

/** Waits until nothing is left in the queue; what has failed would stay and never end the wait. */
async function findEmpty(open: () => Promise<Queue>): Promise<void> {
  const queue = await open();
  for (;;) {
    const { waiting, running, failed } = await queue.counts();
    if (failed > 0) throw new Error(`${failed} tasks have failed and stay in the queue`);
    if (waiting + running === 0) break;
    await setTimeout(100);
  }
  await queue.close();
}

interface Processes {
  all: KeptProcess[];
  address: string;
  /** Its address. */
  redis?: string;
}

async function startAll(
  folder: string,
  { binary, queue, lock, workers }: KillTrialOptions,
): Promise<Processes> {
  const data = join(folder, 'data');
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const all: KeptProcess[] = [];
  const serve = ['serve', '--data', data, '--port', String(port), '--log-level', 'warn'];
  let redisUrl: string | undefined;
  if (queue === 'disk') all.push(KeptProcess.node('server', [binary, ...serve, '--workers', '1']));
  else {
    const redisPort = String(await freePort());
    redisUrl = `redis://127.0.0.1:${redisPort}`;
    const redis = ['--redis', redisUrl, '--lock', String(lock)];
    const keep = await mkdtemp(join(folder, 'redis-'));
    all.push(
      new KeptProcess('redis', 'redis-server', [
        '--port',
        redisPort,
        '--bind',
        '127.0.0.1',
        '--dir',
        keep,
        ...redisSettings,
      ]),
      KeptProcess.node('server', [binary, ...serve, '--workers', '0', ...redis]),
    );
    for (const name of Array.from({ length: workers }, (_, i) => `worker ${i + 1}`))
      all.push(
        KeptProcess.node(name, [
          binary,
          'worker',
          '--store',
          data,
          '--threads',
          '1',
          '--private-webhooks',
          ...redis,
        ]),
      );
  }
  for (const one of all) one.start();
  return { all, address, ...(redisUrl !== undefined && { redis: redisUrl }) };
}

interface OrderAnswer {
  state: string;
  reason: string | null;
  progress: { done: number; total: number };
}

/** Gives orders and asks for them as programs do: again until there is an answer, with a key so that this orders nothing twice. */
class Customer {
  readonly given: { id: string; kind: number; hash: string }[] = [];
  readonly faults: string[] = [];
  readonly #address: string;
  readonly #webhook: string;
  readonly #count: number;

  constructor(address: string, webhook: string, count: number) {
    this.#address = address;
    this.#webhook = webhook;
    this.#count = count;
  }

  async order(kind: number): Promise<void> {
    const read = (text: string) => JSON.parse(text) as { id: string; hash: string };
    const { id, hash } = await this.#ask('/v1/datasets', read, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `order-${this.given.length}` },
      body: JSON.stringify({
        ...settingsOf(kind, this.#count),
        deliver: ['webdataset'],
        webhook: this.#webhook,
      }),
    });
    this.given.push({ id, kind, hash });
  }

  /** Orders that are not done. */
  async open(): Promise<number> {
    let open = 0;
    for (const { id } of this.given) if (!(await this.#isDone(id))) open++;
    return open;
  }

  async waitForAll(): Promise<void> {
    while ((await this.open()) > 0) await setTimeout(200);
  }

  /** Whether tasks are in the queue, by the server's own figures. */
  async isBusy(): Promise<boolean> {
    const figures = await this.#ask('/metrics', (text) => text);
    return /^lineament_tasks\{state="\w+"\} [1-9]/m.test(figures);
  }

  readonly #done = new Set<string>();

  async #isDone(id: string): Promise<boolean> {
    if (this.#done.has(id)) return true;
    const { state, reason, progress } = await this.#ask(
      `/v1/datasets/${id}`,
      (text) => JSON.parse(text) as OrderAnswer,
    );
    if (state !== 'done' && state !== 'failed') return false;
    this.#done.add(id);
    if (state === 'failed') this.faults.push(`${id} has failed: ${reason}`);
    else if (progress.done !== progress.total)
      this.faults.push(`${id} is done with ${progress.done} of ${progress.total}`);
    return true;
  }

  async #ask<T>(path: string, read: (text: string) => T, init?: RequestInit): Promise<T> {
    for (;;) {
      const answer = await fetch(this.#address + path, { ...init, signal: AbortSignal.timeout(5000) }).catch(
        () => undefined,
      );
      const text = await answer?.text().catch(() => undefined);
      if (answer?.ok && text !== undefined) return read(text);
      // Away, or it was killed in the middle; anything else is a fault and would never end.
      if (answer !== undefined && answer.status !== 503 && text !== undefined)
        throw new Error(`${path}: ${answer.status} ${text}`);
      await setTimeout(100);
    }
  }
}

const settingsOf = (kind: number, count: number): object => ({ count, size: 32, seed: 100 + kind });

/** Looks at the storage when all is quiet. */
async function findFaults(folder: string, { given }: Customer): Promise<string[]> {
  const faults: string[] = [];
  const storage = folderStorage(join(folder, 'data'));
  const book = await OrderBook.open(storage);
  if (book.size !== given.length) faults.push(`${given.length} orders were given, ${book.size} are kept`);
  const expected: (Digests & { hash: string })[] = [];
  for (const { id, kind, hash } of given) {
    const order = book.get(id)?.order;
    if (order === undefined) {
      faults.push(`${id} is lost`);
      continue;
    }
    const found = { hash, ...(await digestsOf(storage, order)) };
    expected[kind] ??= found; // the first of its kind, which nobody disturbed
    const undisturbed = expected[kind];
    for (const what of ['hash', 'rows', 'files'] as const)
      if (found[what] !== undisturbed[what])
        faults.push(`${id}: ${what} differs from an undisturbed order's`);
    const left = (await storage.children(`orders/${id}/`)).filter((name) => !ofAnOrder.includes(name));
    if (left.length > 0) faults.push(`${id}: there is ${left.join(', ')} beside what an order has`);
  }
  return faults;
}

const ofAnOrder = [
  'order.json',
  'status.json',
  'assembled.json',
  'datasets',
  'files',
  'deliveries',
  'webhooks',
];

interface Digests {
  rows: string;
  files: string;
}

/** Of all rows in their order, and of the files to download, each checked against what is said of it. */
async function digestsOf(storage: FolderStorage, { id, parts }: Order): Promise<Digests> {
  const rows = createHash('sha256');
  for (const { name, recipe } of parts) {
    const dataset = await openDataset(storage.pathOf(datasetName(id, name)));
    const all = await dataset.read(
      Array.from({ length: dataset.count }, (_, i) => i),
      { layers: true },
    );
    rows.update(encodeSamples(all, 0, newDatasetOf(recipe)));
    if (new Set(all.map((sample) => sample.id)).size !== recipe.count * recipe.frames)
      rows.update('not once each');
    dataset.close();
  }
  const files = createHash('sha256');
  for (const name of (await readdir(storage.pathOf(`orders/${id}/files`))).sort()) {
    const bytes = (await storage.read(fileName(id, name)))!;
    files.update(`${name} ${createHash('sha256').update(bytes).digest('hex')}\n`);
  }
  return { rows: rows.digest('hex'), files: files.digest('hex') };
}

interface Receiver {
  url: string;
  /** How often each word came: `ORDER order.done`. */
  told: Map<string, number>;
  close(): Promise<void>;
}

async function openReceiver(): Promise<Receiver> {
  const told = new Map<string, number>();
  const server: Server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { type, data } = JSON.parse(Buffer.concat(parts).toString('utf8')) as {
      type: string;
      data: { id: string };
    };
    const key = `${data.id} ${type}`;
    told.set(key, (told.get(key) ?? 0) + 1);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    told,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
