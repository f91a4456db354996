import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { augmentationSchema } from '../augment/settings.js';
import { generateDataset } from '../generate/generate-dataset.js';
import { createLoader, type LoadedBatch } from '../load/loader.js';
import { openDataset } from '../store/store.js';
import { createFreshFaces, type FreshFacesOptions } from './fresh-faces.js';

const normalisation = { mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25] } as const;
const options: FreshFacesOptions = {
  head: 'cage',
  size: 40,
  seed: 5,
  pose: 'frontal',
  without: ['hair'],
  part: 'training',
  landmarks: ibug68,
  convention: 'contour',
  batch: 5,
  inputSize: 32,
  augmentation: augmentationSchema.parse({}),
  augmentationSeed: 3,
  normalisation,
};

async function batches(
  steps: readonly number[],
  change: Partial<FreshFacesOptions> = {},
): Promise<LoadedBatch[]> {
  const faces = await createFreshFaces({ ...options, ...change });
  try {
    return await Promise.all(steps.map((step) => faces.batch(step)));
  } finally {
    await faces.close();
  }
}

describe('fresh faces', () => {
  it('are the same for a step whatever the workers and whatever was asked for before, and never come again', async () => {
    const [first, second] = (await batches([0, 1])) as [LoadedBatch, LoadedBatch];
    expect(await batches([1, 0], { workers: 2 })).toEqual([second, first]);
    expect([...first.indices, ...second.indices]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const plane = 3 * 32 * 32;
    const pictures = [first, second].flatMap(({ images }) =>
      Array.from({ length: 5 }, (_, i) => images.subarray(i * plane, (i + 1) * plane).join()),
    );
    expect(new Set(pictures).size).toBe(10);
  });

  it('are those of the generator with the same seed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lineament-fresh-'));
    try {
      const { head, size, seed, pose, without } = options;
      await generateDataset({
        ...{ head, size, seed, pose, without },
        landmarks: 'ibug68',
        count: 3,
        workers: 1,
        validation: 0,
        test: 0,
        out: join(folder, 'faces'),
      });
      const dataset = await openDataset(join(folder, 'faces'));
      const loader = await createLoader([dataset], {
        split: 'train',
        batch: 3,
        inputSize: 32,
        augmentation: null,
        convention: 'contour',
        seed: 0,
        normalisation,
      });
      const stored = await loader.batch(0);
      await loader.close();
      dataset.close();
      expect(await batches([0], { batch: 3, augmentation: null })).toEqual([stored]);
      expect(stored.weights.every((weight) => weight === 1)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('of validation are others than those of training', async () => {
    const [training] = await batches([0], { batch: 2, augmentation: null });
    const [validation] = await batches([0], { batch: 2, augmentation: null, part: 'validation' });
    expect(validation!.points).not.toEqual(training!.points);
    expect(validation!.images).not.toEqual(training!.images);
  });

  it('refuses a head that is not there and a batch of none', async () => {
    await expect(createFreshFaces({ ...options, head: 'bust' })).rejects.toThrow("there is no head 'bust'");
    await expect(createFreshFaces({ ...options, batch: 0 })).rejects.toThrow('fresh faces: batch is 0');
  });
});
