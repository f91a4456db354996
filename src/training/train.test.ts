import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { StoppedError } from '../core/errors.js';
import { Random } from '../core/random.js';
import { createDataset } from '../dataset/store.js';
import { tightBox } from '../landmarks/face-crop.js';
import { readModelMetadata } from '../models/model-file.js';
import { parseRecipe, type Recipe } from './recipe.js';
import { train } from './train.js';

const pointCount = 68;
const size = 64;

async function makeFaces(folder: string, landmarks = 'ibug68'): Promise<void> {
  const count = 12;
  const dataset = await createDataset(folder, {
    landmarks,
    pointCount,
    conventions: ['contour'],
    layers: [],
    missingPoints: 'forbidden',
    count,
    origin: {},
  });
  const samples = Array.from({ length: count }, async (_, index) => {
    const random = new Random(index);
    const points = Float32Array.from({ length: 2 * pointCount }, () => random.uniform(15, 50));
    const pixels = Uint8Array.from({ length: 3 * size * size }, () => random.integer(0, 255));
    const image = await sharp(pixels, { raw: { width: size, height: size, channels: 3 } })
      .jpeg()
      .toBuffer();
    return {
      id: `face-${index}`,
      image: new Uint8Array(image),
      width: size,
      height: size,
      landmarks,
      points: { contour: points },
      points3d: null,
      visibility: null,
      labelQuality: null,
      box: tightBox(points)!,
      split: index < 8 ? 'train' : 'validation',
      pupils: null,
      attributes: {},
      layers: {},
    };
  });
  await dataset.append(await Promise.all(samples));
  await dataset.finish();
  dataset.close();
}

describe('train', () => {
  let folder: string;
  let recipe: Recipe;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'train-'));
    const faces = join(folder, 'faces');
    await makeFaces(faces);
    recipe = parseRecipe(
      `
name: tiny
description: Noise.
data: {train: ${faces}, validation: ${faces}, landmarks: ibug68}
model: {depth: 2, width: 8, bottleneck: 4}
batch: 4
replicas: 2
steps: 6
learningRate: {warmUp: 2}
validation: {every: 3, faces: 4}
`,
      'tiny.yaml',
    );
  });

  const quiet = { progress: 'none' } as const;
  const losses = async (out: string): Promise<unknown[]> =>
    (await readFile(join(out, 'metrics.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .map(({ step, loss, nme }) => [step, loss, nme]);

  it('gives a model that says where it comes from, and the same one after a stop and a resume', async () => {
    const whole = await train(recipe, { ...quiet, out: join(folder, 'whole') });
    expect(whole).toMatchObject({ step: 6, finished: true });
    expect(whole.best?.nme).toBeGreaterThan(0);
    const model = await readFile(whole.model);
    expect(readModelMetadata(model, 'model.onnx')).toMatchObject({
      landmarks: { set: 'ibug68', convention: 'contour' },
      input: { size: 128, enlarge: 1.3 },
      training: { recipe: 'tiny', seed: 0, steps: 6, data: '8 faces. Noise.' },
    });

    const out = join(folder, 'broken');
    const controller = new AbortController();
    controller.abort();
    await expect(train(recipe, { ...quiet, out, signal: controller.signal })).rejects.toThrow(StoppedError);
    const stopAfter = new AbortController();
    const log = {
      info: (line: string) => (line.startsWith('step 3') ? stopAfter.abort() : undefined),
      warn: () => {},
    };
    await expect(
      train(recipe, { ...quiet, out, resume: true, log, signal: stopAfter.signal }),
    ).rejects.toThrow(/stopped at step 3 of 6/);
    const resumed = await train(recipe, { ...quiet, out, resume: true });
    expect(await losses(out)).toEqual(await losses(join(folder, 'whole')));
    expect(await readFile(resumed.model)).toEqual(model);
  });

  it('refuses a dataset without the splits or the labels that the recipe names', async () => {
    const out = join(folder, 'refused');
    const other = { ...recipe, data: { ...recipe.data, validationSplit: 'held-out' } };
    await expect(train(other, { ...quiet, out })).rejects.toThrow(/no sample is in split 'held-out'/);
    const surface: Recipe = { ...recipe, data: { ...recipe.data, convention: 'surface' } };
    await expect(train(surface, { ...quiet, out })).rejects.toThrow(/has no surface points/);
  });
});
