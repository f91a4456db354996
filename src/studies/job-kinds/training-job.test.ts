import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { landmarkSetKey } from './landmark-set-key.js';
import { type RawRecipe, readRawRecipe, trainingJob } from './training-job.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'study-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const keyOf = (raw: RawRecipe, setKey?: string): string =>
  trainingJob({
    name: 'x',
    raw: { name: 'x', learningRate: { warmUp: 1 }, ...raw },
    landmarks: 'my-set.yaml',
    setKey,
    file: 'x.yaml',
    needs: [],
    reads: {},
    seconds: 1,
    places: () => ({ train: { data: [], split: 'train' }, validation: { data: [], split: 'validation' } }),
  }).key;

test('A training is another one by its steps, its convention and what its set holds, not by folders and names', () => {
  const plain = keyOf({ steps: 3, data: { train: ['a'] } });
  expect(keyOf({ steps: 3, data: { train: ['b'], convention: 'contour' }, name: 'y' })).toBe(plain);
  expect(keyOf({ steps: 4 })).not.toBe(plain);
  expect(keyOf({ steps: 3, data: { convention: 'surface' } })).not.toBe(plain);
  expect(keyOf({ steps: 3 }, 'digest 1')).not.toBe(keyOf({ steps: 3 }, 'digest 2'));
});

test('A set file counts by what it holds', async () => {
  const set = (at: number): string => `name: mine
description: one point
points:
  - {name: bridge, curve: nose.bridge, at: ${at}}
`;
  const [a, b] = [join(folder, 'a.yaml'), join(folder, 'b.yaml')];
  await writeFile(a, set(0.5));
  await writeFile(b, set(0.5));
  const first = await landmarkSetKey(a);
  expect(await landmarkSetKey(b)).toBe(first);
  await writeFile(a, set(0.25));
  expect(await landmarkSetKey(a)).not.toBe(first);
  expect(await landmarkSetKey('dense490')).toBe('dense490');
});

test('A recipe that cannot be trained by is refused when it is planned', () => {
  expect(() => keyOf({ steps: 3, learningRate: { warmUp: 1, peak: 1e-9, final: 1e-9 } })).toThrow(
    /learningRate\.peak: 1e-9|learningRate\.(peak|final): 0\.000000001/,
  );
});

test('What ends a training before its last step is refused', async () => {
  const file = join(folder, 'recipe.yaml');
  await writeFile(file, 'steps: 3\ntimeLimit: 5\n');
  await expect(readRawRecipe(file, [])).rejects.toThrow(/timeLimit: not allowed in a study/);
  expect(await readRawRecipe(file, [{ timeLimit: null }])).toEqual({ steps: 3 });
});
