/**
 * Two workers on two cores beside one worker on one, each a process of its own pinned to its core, with a server and Redis. The two ways
 * take turns. On a machine that others keep busy wall time says little: the time in which a worker's thread was ready and had to
 * wait for its core (Linux tells it in `/proc/…/schedstat`) is taken out; what it waits for work, and its slower core, counts. Linux only.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../src/jobs/queue/redis-server.suite.js';
import type { Figure, RunContext } from './figure.js';

const main = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));

export async function benchWorkers({ quick, say }: RunContext): Promise<Figure[]> {
  if (spawnSync('redis-server', ['--version']).status !== 0 || process.platform !== 'linux') {
    say('workers: skipped, it needs Linux and redis-server');
    return [];
  }
  const data = await mkdtemp(join(tmpdir(), 'lineament-workers-'));
  const [redisPort, port] = [await freePort(), await freePort()];
  const redis = ['--redis', `redis://127.0.0.1:${redisPort}`];
  const children: ChildProcess[] = [];
  const start = (command: string, args: string[]): ChildProcess => {
    const child = spawn(command, args, { stdio: 'ignore' });
    children.push(child);
    return child;
  };
  const address = `http://127.0.0.1:${port}/v1/datasets`;
  const madeSoFar = async (): Promise<number> => {
    const { orders } = (await (await fetch(address)).json()) as { orders: { progress: { done: number } }[] };
    return orders.reduce((sum, { progress }) => sum + progress.done, 0);
  };
  try {
    start('redis-server', ['--port', String(redisPort), '--save', '', '--appendonly', 'yes', '--dir', data]);
    await setTimeout(1000);
    start(process.execPath, [
      main,
      ...['serve', '--data', data, '--port', String(port), '--workers', '0', '--log-level', 'error'],
      ...redis,
    ]);
    const workers = ['0', '1'].map((core) =>
      start('taskset', [
        ...['-c', core, process.execPath, main, 'worker', '--store', data, '--threads', '1'],
        ...redis,
      ]),
    );
    while (
      !(await fetch(address).then(
        ({ ok }) => ok,
        () => false,
      ))
    )
      await setTimeout(200);
    const body = JSON.stringify({ count: 1_000_000, size: 64 });
    await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    // Both have built their heads when a few shards are there.
    while ((await madeSoFar()) < 6 * 64) await setTimeout(500);
    const [first, second] = workers as [ChildProcess, ChildProcess];
    const rates = { one: [] as number[], two: [] as number[] };
    for (let round = 0; round < (quick ? 2 : 6); round++) {
      second.kill('SIGSTOP');
      rates.one.push(await rateOf([first], madeSoFar));
      second.kill('SIGCONT');
      rates.two.push(await rateOf([first, second], madeSoFar));
      say(`one ${rates.one.at(-1)!.toFixed(1)}, two ${rates.two.at(-1)!.toFixed(1)} faces a second`);
    }
    const mean = (list: number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
    const ratio = mean(rates.two) / mean(rates.one);
    return [
      {
        benchmark: 'workers',
        conditions: 'two workers on two cores, 64 px, waiting for the core taken out',
        value: mean(rates.two),
        unit: 'img/s',
        reference: { name: 'one worker on one core', ratio },
        target: { text: '>= 1.8 x', ratio: 1.8 },
      },
    ];
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await rm(data, { recursive: true, force: true });
  }
}

/** Milliseconds: shorter than the lock of a task, which a stopped worker cannot renew. */
const phase = 20_000;

/** Faces a second, as if each worker had had its core for itself. */
async function rateOf(workers: readonly ChildProcess[], madeSoFar: () => Promise<number>): Promise<number> {
  const before = await madeSoFar();
  const waits = await Promise.all(workers.map(({ pid }) => waitOf(pid!)));
  const began = performance.now();
  await setTimeout(phase);
  const wall = (performance.now() - began) / 1000;
  const made = (await madeSoFar()) - before;
  const shares = await Promise.all(
    workers.map(async ({ pid }, i) => {
      const now = await waitOf(pid!);
      const waited = Math.max(...[...now].map(([thread, seconds]) => seconds - (waits[i]!.get(thread) ?? 0)));
      return (wall - waited) / wall;
    }),
  );
  // Of its time a worker had this share, and made so much of all.
  return made / wall / (shares.reduce((sum, share) => sum + share, 0) / shares.length);
}

/** Seconds that each of its threads was ready and had no core. */
async function waitOf(pid: number): Promise<Map<string, number>> {
  const waits = new Map<string, number>();
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const text = await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0 0 0');
    waits.set(thread, Number(text.split(' ')[1]) / 1e9);
  }
  return waits;
}
