/**
 * A server with many stored orders that is asked for their states by many clients while it makes faces: how long a client waits.
 * Server and clients are processes of their own on the same cores, so the clients' own work counts against us.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseGeneration } from '../src/dataset/generate/settings.js';
import { newOrder, type OrderStatus } from '../src/orders/order/order.js';
import { folderStorage } from '../src/orders/storage/folder-storage.js';
import { orderName, orderPrefix, statusName } from '../src/orders/storage/storage.js';
import type { Figure, RunContext } from './figure.js';

const clients = 50;

export async function benchServerLoad({ quick, say }: RunContext): Promise<Figure[]> {
  const stored = 10_000;
  const data = await mkdtemp(join(tmpdir(), 'lineament-load-'));
  const ids = await storeOrders(data, stored);
  say(`${stored} orders are stored`);
  const began = performance.now();
  const server = await startServer(data);
  const starting = (performance.now() - began) / 1000;
  try {
    await order(server.address);
    const waits: number[] = [];
    const end = performance.now() + (quick ? 10_000 : 60_000);
    // Each client asks for some order, waits for the answer, reads it and thinks for a moment, as pollers do.
    await Promise.all(
      Array.from({ length: clients }, async (_, client) => {
        for (let i = client; performance.now() < end; i += clients) {
          const asked = performance.now();
          const answer = await fetch(`${server.address}v1/datasets/${ids[(i * 7919) % ids.length]}`);
          await answer.json();
          waits.push(performance.now() - asked);
          await new Promise((resolve) => setTimeout(resolve, 500));
        }
      }),
    );
    const made = await faces(server.address);
    waits.sort((a, b) => a - b);
    const at = (share: number): number => waits[Math.floor(share * (waits.length - 1))]!;
    say(
      `${waits.length} answers: median ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms, most ${at(1).toFixed(0)} ms; ${made} faces made meanwhile; the server began in ${starting.toFixed(1)} s`,
    );
    const conditions = `${stored} stored orders, ${clients} clients, ${availableParallelism()} threads making faces`;
    return [
      {
        benchmark: 'server-load',
        conditions: `${conditions}, p95 of status`,
        value: at(0.95),
        unit: 'ms',
        target: { text: '<= 50 ms', atMost: 50 },
      },
      { benchmark: 'server-load', conditions: `${stored} stored orders, start`, value: starting, unit: 's' },
    ];
  } finally {
    server.process.kill('SIGKILL');
    await rm(data, { recursive: true, force: true });
  }
}

/** Orders that are done, as a server leaves them. */
async function storeOrders(data: string, count: number): Promise<string[]> {
  const storage = folderStorage(data);
  const given = {
    owner: null,
    parts: [{ name: 'order', settings: parseGeneration({ count: 1000, size: 256 }) }],
    translation: null,
    idempotency: null,
    deliver: [],
    webhook: null,
    title: '',
  };
  const one = await newOrder(given, new Date(0));
  const status: OrderStatus = { state: 'done', since: one.created, reason: null, worked: 100, owed: [] };
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const id = `o${String(i).padStart(20, '0')}`;
    const created = new Date(Date.UTC(2026, 0, 1, 0, 0, i)).toISOString();
    await mkdir(storage.pathOf(orderPrefix(id)), { recursive: true });
    // Not synced one by one as a server does: this is only what it finds.
    await writeFile(storage.pathOf(statusName(id)), JSON.stringify(status));
    await writeFile(storage.pathOf(orderName(id)), JSON.stringify({ ...one, id, created }));
    ids.push(id);
  }
  return ids;
}

async function startServer(data: string): Promise<{ address: string; process: ChildProcess }> {
  // The bench is built below .cache/bench, the sources with it.
  const main = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));
  const child = spawn(
    process.execPath,
    [main, 'serve', '--data', data, '--port', '0', '--log-level', 'silent'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (line: Buffer) => resolve(line.toString().trim()));
    child.once('exit', () => reject(new Error('the server ended')));
  });
  return { address, process: child };
}

async function order(address: string): Promise<void> {
  const answer = await fetch(`${address}v1/datasets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ count: 100_000, size: 128 }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  // The first face takes seconds: heads are built.
  while ((await faces(address)) === 0) await new Promise((resolve) => setTimeout(resolve, 200));
}

async function faces(address: string): Promise<number> {
  const answer = await fetch(`${address}v1/datasets?state=running`);
  const { orders } = (await answer.json()) as { orders: { progress: { done: number } }[] };
  return orders.reduce((sum, { progress }) => sum + progress.done, 0);
}
