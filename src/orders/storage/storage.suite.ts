/** What every storage must do; run by the test of each. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createBareDataset } from '../../dataset/store/bare-dataset.suite.js';
import type { LayeredSample } from '../../dataset/store/columns.js';
import type { Storage } from './storage.js';

export interface StorageHouse {
  storage: Storage;
  close(): Promise<void>;
}

const text = async (bytes: Promise<Uint8Array | undefined>): Promise<string | undefined> => {
  const found = await bytes;
  return found && Buffer.from(found).toString('utf8');
};

const sampleNumber = (i: number): LayeredSample => ({
  id: `face-${i}`,
  image: Uint8Array.of(255, i),
  width: 8,
  height: 8,
  landmarks: 'ibug68',
  points: { contour: new Float32Array(136) },
  points3d: null,
  visibility: null,
  labelQuality: null,
  box: { x: 0, y: 0, width: 8, height: 8 },
  split: 'train',
  pupils: null,
  attributes: {},
});

export function storageSuite(house: () => Promise<StorageHouse>): void {
  let home: StorageHouse;
  let storage: Storage;
  beforeEach(async () => {
    home = await house();
    storage = home.storage;
  });
  afterEach(() => home.close());

  it('keeps whole objects by name, the last that was written', async () => {
    expect(await storage.read('orders/a/order.json')).toBeUndefined();
    expect(await storage.stat('orders/a/order.json')).toBeUndefined();
    await storage.write('orders/a/order.json', 'first');
    await storage.write('orders/a/order.json', new TextEncoder().encode('second, ä'));
    expect(await text(storage.read('orders/a/order.json'))).toBe('second, ä');
    expect(await storage.stat('orders/a/order.json')).toEqual({ name: 'orders/a/order.json', bytes: 10 });
    // What lies below it makes no object of a name.
    expect(await storage.stat('orders/a')).toBeUndefined();
    await storage.write('empty', '');
    expect(await storage.stat('empty')).toEqual({ name: 'empty', bytes: 0 });
    expect(await text(storage.read('empty'))).toBe('');
  });

  it('gives parts of an object as streams', async () => {
    await storage.write(
      'file',
      Uint8Array.from({ length: 1000 }, (_, i) => i),
    );
    const read = async (range?: { start: number; end: number }): Promise<number[]> => [
      ...new Uint8Array(await new Response(await storage.stream('file', range)).arrayBuffer()),
    ];
    expect(await read()).toHaveLength(1000);
    expect(await read({ start: 3, end: 5 })).toEqual([3, 4, 5]);
    expect(await read({ start: 999, end: 999 })).toEqual([231]);
  });

  it('lists what lies below a prefix, and the names right below it', async () => {
    for (const name of [
      'orders/b/x/2',
      'orders/b/x/10',
      'orders/b/order.json',
      'orders/bb/order.json',
      'top',
    ])
      await storage.write(name, name);
    expect(await storage.list('orders/b/')).toEqual(
      ['orders/b/order.json', 'orders/b/x/10', 'orders/b/x/2'].map((name) => ({ name, bytes: name.length })),
    );
    expect((await storage.children('orders/')).toSorted()).toEqual(['b', 'bb']);
    expect((await storage.children('orders/b/')).toSorted()).toEqual(['order.json', 'x']);
    expect(await storage.list('nothing/')).toEqual([]);
    expect(await storage.children('nothing/')).toEqual([]);
  });

  it('removes one object, or all below a prefix, and minds nothing that is not there', async () => {
    for (const name of ['orders/a/1', 'orders/a/2/3', 'orders/aa/1']) await storage.write(name, name);
    await storage.remove('orders/a/1');
    expect(await storage.read('orders/a/1')).toBeUndefined();
    await storage.remove('orders/a/');
    expect((await storage.list('orders/')).map(({ name }) => name)).toEqual(['orders/aa/1']);
    await storage.remove('orders/a/');
    await storage.remove('orders/a/1');
  });

  it('takes over files from a folder of this machine, in the place of what was there', async () => {
    const scratch = await storage.scratch();
    expect(await readdir(scratch)).toEqual([]);
    for (const content of ['first', 'x'.repeat(100_001)]) {
      await writeFile(join(scratch, 'made'), content);
      await storage.adopt('orders/a/files/made', join(scratch, 'made'));
      expect(await text(storage.read('orders/a/files/made'))).toBe(content);
    }
    expect(await readdir(scratch)).toEqual([]);
  });

  it('takes over datasets, once or twice, and opens them where they lie', async () => {
    expect(await storage.dataset('orders/a/datasets/order')).toBeUndefined();
    for (let times = 0; times < 2; times++) {
      const folder = join(await storage.scratch(), 'dataset');
      const made = await createBareDataset(folder);
      await made.append([0, 1, 2].map(sampleNumber));
      await made.finish();
      made.close();
      await storage.adopt('orders/a/datasets/order', folder);
    }
    const dataset = (await storage.dataset('orders/a/datasets/order'))!;
    const rows = await dataset.read([2, 0]);
    expect(rows.map(({ id, image }) => [id, ...image])).toEqual([
      ['face-2', 255, 2],
      ['face-0', 255, 0],
    ]);
    expect(dataset.manifest).toMatchObject({ complete: true, count: 3 });
    dataset.close();
  });

  it('refuses names that are not ours', async () => {
    for (const name of ['../up', '/root', 'a//b', 'a/../b', 'ä', ''])
      await expect((async () => storage.read(name))()).rejects.toThrow(/internal/);
  });
}
