import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { pack } from 'tar-stream';
import { expect, it } from 'vitest';
import { rowsOf, useWorkplace } from '../files/labelled-pictures.suite.js';
import { importWebDataset } from './webdataset.js';

const place = useWorkplace();
const labels = (id: string, change: object = {}): object => ({
  ...{ id, split: 'train', landmarks: 'ibug68', points: { contour: rowsOf(68) } },
  ...{ points3d: null, visibility: null, box: { x: 4, y: 9, width: 36, height: 22 }, pupils: null },
  attributes: {},
  ...change,
});

it('lists labels that cannot be read or are not of their picture, the first too, and goes on', async () => {
  const jpeg = await sharp(new Uint8Array(80 * 60 * 3), { raw: { width: 80, height: 60, channels: 3 } })
    .jpeg()
    .toBuffer();
  const far = rowsOf(68).map((row, k) => (k === 3 ? [1e39, 4] : row));
  const samples: [string, string][] = [
    ['a', 'nonsense'],
    ['b', JSON.stringify(labels('b'))],
    ['c', JSON.stringify(labels('c', { points: { contour: far } }))],
    ['d', JSON.stringify(labels('d', { box: { x: 400, y: 9, width: 36, height: 22 } }))],
    ['e', JSON.stringify(labels('e', { visibility: [0] }))],
    ['f', JSON.stringify(labels('f', { points: { contour: [null, ...rowsOf(68).slice(1)] } }))],
  ];
  const tar = pack();
  for (const [name, text] of samples) {
    tar.entry({ name: `${name}.jpg` }, jpeg);
    tar.entry({ name: `${name}.json` }, text);
  }
  tar.finalize();
  const source = place.write('shard.tar', await buffer(tar));
  const { count, failures } = await importWebDataset({ source, out: place.out });
  expect(count).toBe(2);
  expect(failures.map(({ id, reason }) => [id.at(-1), reason])).toEqual([
    ['a', expect.stringContaining('not JSON')],
    ['c', expect.stringContaining('point 3 (contour, counted from 0) lies at Infinity, 4')],
    ['d', expect.stringContaining('lies outside the image of 80 × 60')],
    ['e', expect.stringContaining('visibility has 1 numbers, not 68')],
  ]);
  expect([...(await place.samples()).keys()]).toEqual(['b', 'f']);
});

it('gives what is whole of a shard that breaks off, names the break, and goes on with the next', async () => {
  const jpeg = await sharp(new Uint8Array(80 * 60 * 3), { raw: { width: 80, height: 60, channels: 3 } })
    .jpeg()
    .toBuffer();
  const shard = async (...ids: string[]): Promise<Buffer> => {
    const tar = pack();
    for (const id of ids) {
      tar.entry({ name: `${id}.jpg` }, jpeg);
      tar.entry({ name: `${id}.json` }, JSON.stringify(labels(id)));
    }
    tar.finalize();
    return buffer(tar);
  };
  const two = await shard('a', 'b');
  const endOfA = (two.length - 1024) / 2;
  // Within b's picture, within b's labels, between a and b, and where only the end is missing.
  const cuts: [number, string[]][] = [
    [endOfA + 700, ['a']],
    [two.length - 1024 - 600, ['a']],
    [endOfA, ['a']],
    [two.length - 1024, ['a', 'b']],
  ];
  for (const [length, ids] of cuts) {
    rmSync(place.out, { recursive: true, force: true });
    const cut = place.write('shards/0.tar', two.subarray(0, length));
    place.write('shards/1.tar', await shard('c'));
    const { failures } = await importWebDataset({ source: dirname(cut), out: place.out });
    expect(failures, `cut at ${length}`).toEqual([
      { id: cut, reason: expect.stringMatching(/the shard (cannot be read|breaks off): /) },
    ]);
    expect([...(await place.samples()).keys()]).toEqual([...ids, 'c']);
  }
});
