import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { forkModule } from './child-module.js';
import { WorkerPool } from './worker-pool.js';

const checkout = process.cwd();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'elsewhere-'));
  process.chdir(folder);
});
afterAll(async () => {
  process.chdir(checkout);
  await rm(folder, { recursive: true });
});

describe('sources, from a folder that knows no packages', () => {
  it('run in threads', async () => {
    vi.stubEnv('LINEAMENT_BUILT_WORKERS', '');
    const pool = new WorkerPool<number, number>('./pool-test-worker', import.meta.url, {
      workers: 1,
      setup: { add: 1 },
    });
    try {
      expect(await pool.run(4)).toBe(9);
    } finally {
      await pool.close();
    }
  });

  it('run in processes', async () => {
    vi.stubEnv('LINEAMENT_BUILT_WORKERS', '');
    const child = forkModule('./child-test-worker', import.meta.url);
    let complaint = '';
    child.stderr?.on('data', (text) => {
      complaint += text;
    });
    const ended = once(child, 'close');
    const told = new Promise((resolve) => {
      child.once('message', resolve);
      void ended.then(() => resolve(undefined));
    });
    child.send(21);
    expect(await told, complaint).toBe(42);
    await ended;
  });
});
