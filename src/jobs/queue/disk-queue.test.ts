import { appendFile, cp, mkdtemp, readFile, rm } from 'node:fs/promises';
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

  it('is for one process', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lineament-queue-'));
    const queue = await openDiskQueue(folder);
    await expect(openDiskQueue(folder)).rejects.toThrow(/is working on this queue/);
    await queue.close();
  });
});
