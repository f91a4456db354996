import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDiskQueue } from './disk-queue.js';
import type { Queue } from './queue.js';
import { type QueueHouse, queueSuite } from './queue.suite.js';

async function house(): Promise<QueueHouse> {
  const root = await mkdtemp(join(tmpdir(), 'lineament-queue-'));
  let folder = join(root, '0');
  let lives = 0;
  const open: Queue[] = [];
  return {
    async open() {
      open.push(await openDiskQueue(folder));
      return open.at(-1)!;
    },
    // A process cannot be killed in itself: the next one gets what the disk holds at this moment, without the lock.
    async kill() {
      const copy = join(root, String(++lives));
      await cp(folder, copy, { recursive: true, filter: (name) => !name.endsWith('.lock') });
      folder = copy;
    },
    async close() {
      await Promise.all(open.map((queue) => queue.close()));
      await rm(root, { recursive: true, force: true });
    },
  };
}

describe('the queue on disk', () => {
  queueSuite(house);

  it('reads a journal whose last line was cut, and keeps it short', async () => {
    const home = await house();
    const folder = join(await mkdtemp(join(tmpdir(), 'lineament-queue-')), 'q');
    const queue = await openDiskQueue(folder);
    await queue.add([{ id: 'a', kind: 'test', data: null }]);
    await queue.close();
    await appendFile(join(folder, 'queue.jsonl'), '{"end":"a"');
    const again = await openDiskQueue(folder);
    expect(await again.state('a')).toBe('waiting');
    const done = new Promise((resolve) => again.onEnd(({ id }) => id === 't599' && resolve(null)));
    await again.remove(['a']);
    await again.add(Array.from({ length: 600 }, (_, i) => ({ id: `t${i}`, kind: 'test', data: null })));
    again.work(async () => {});
    await done;
    await again.close();
    expect((await readFile(join(folder, 'queue.jsonl'), 'utf8')).split('\n').length).toBeLessThan(1100);
    await home.close();
  });

  it('gives a task up that took thirty processes along in an hour, and not one whose processes were killed in a row', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lineament-queue-'));
    const died = (id: string, ago: number): string =>
      [
        {
          add: {
            ...{ task: { id, kind: 'test', data: null }, failures: 0, deaths: 29 },
            ...{ dyingSince: Date.now() - ago, at: 0, reason: null },
          },
        },
        { take: id },
      ]
        .map((entry) => `${JSON.stringify(entry)}\n`)
        .join('');
    await writeFile(join(folder, 'queue.jsonl'), died('poison', 2 * 3600_000) + died('killed', 1000));
    const queue = await openDiskQueue(folder);
    expect(await queue.state('poison')).toBe('failed');
    expect(await queue.failure('poison')).toBe('30 processes died while they worked on it');
    expect(await queue.state('killed')).toBe('waiting');
    await queue.close();
    await rm(folder, { recursive: true });
  });

  it('is for one process', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lineament-queue-'));
    const queue = await openDiskQueue(folder);
    await expect(openDiskQueue(folder)).rejects.toThrow(/is working on this queue/);
    await queue.close();
  });
});
