import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dense243 } from '../../landmarks/sets/dense-sets.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { type Dataset, openDataset } from '../store/store.js';
import { generateDataset } from './generate-dataset.js';
import { isGenerated, openRelabel, synthesisedPairs } from './synthesised-pairs.js';

let folder: string;
let sparse: Dataset;
let dense: Dataset;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lineament-pairs-'));
  const face = { head: 'cage', size: 48, seed: 5, workers: 1, count: 4 };
  const make = async (landmarks: string): Promise<Dataset> => {
    await generateDataset({ ...face, landmarks, out: join(folder, landmarks) });
    return openDataset(join(folder, landmarks));
  };
  sparse = await make('ibug68');
  dense = await make('dense243');
});
afterAll(() => {
  sparse.close();
  dense.close();
  rmSync(folder, { recursive: true, force: true });
});

it.each(['contour', 'surface'] as const)(
  'gives the very labels that the same seed generates with the other set, %s convention',
  async (convention) => {
    const labels = (await sparse.read([0, 1, 2, 3])).map(({ points }) => points[convention]);
    const relabel = await openRelabel(dense, ibug68, convention);
    const rows = await dense.read([0, 1, 2, 3], { images: false });
    expect(rows.map(relabel)).toEqual(labels);
    const own = await openRelabel(dense, dense243, convention);
    expect(rows.map(own)).toEqual(rows.map(({ points }) => points[convention]));
  },
);

it('pairs a seeded choice of faces', async () => {
  const options = { count: 3, convention: 'contour', seed: 2 } as const;
  const pairs = await synthesisedPairs(dense, ibug68, options);
  expect(pairs).toHaveLength(3);
  expect(await synthesisedPairs(dense, ibug68, options)).toEqual(pairs);
  const ids = await dense.ids();
  for (const { id, points, target } of pairs) {
    const [row] = await sparse.read([ids.indexOf(id)]);
    expect(target).toEqual(row!.points.contour);
    expect(points).toHaveLength(2 * 243);
  }
  expect(await synthesisedPairs(dense, ibug68, { ...options, count: 99 })).toHaveLength(4);
});

it('knows generated datasets from others', () => {
  expect(isGenerated(dense)).toBe(true);
  expect(isGenerated({ manifest: { ...dense.manifest, origin: { kind: 'imported' } } })).toBe(false);
});
