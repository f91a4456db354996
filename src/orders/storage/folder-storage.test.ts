import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clearScratch, folderStorage } from './folder-storage.js';
import { storageSuite } from './storage.suite.js';

describe('the storage in a folder', () => {
  storageSuite(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lineament-storage-'));
    return {
      storage: folderStorage(folder),
      close: () => rm(folder, { recursive: true, force: true }),
    };
  });

  it('shows nothing of what is still being written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lineament-storage-'));
    const storage = folderStorage(folder);
    let writing = true;
    const written = storage.write('orders/a/big', Buffer.alloc(30e6)).then(() => {
      writing = false;
    });
    const seen = new Set<string>();
    while (writing) for (const name of await storage.children('orders/a/')) seen.add(name);
    await written;
    expect([...seen].filter((name) => name !== 'big')).toEqual([]);
    expect(await storage.children('orders/a/')).toEqual(['big']);
    expect(await readdir(join(folder, 'scratch'))).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('is cleared of what dead processes left, and of what nobody touched for a day', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lineament-storage-'));
    const dead = `${hostname()}.99999999.00000000`;
    const [fresh, forgotten] = ['elsewhere.1.00000000', 'elsewhere.2.00000000'];
    for (const name of [dead, fresh, forgotten])
      await mkdir(join(folder, 'scratch', name), { recursive: true });
    const longAgo = new Date(Date.now() - 25 * 3600 * 1000);
    await utimes(join(folder, 'scratch', forgotten), longAgo, longAgo);
    await clearScratch(folder);
    expect(await readdir(join(folder, 'scratch'))).toEqual([fresh]);
    await rm(folder, { recursive: true });
  });
});
