import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { StoppedError } from '../core/errors.js';
import { readModelMetadata } from '../models/read-model-metadata.js';
import { makeNoiseFaces } from './noise-faces.suite.js';
import { parseRecipe, type Recipe } from './recipe.js';
import { train } from './train.js';

describe('train', () => {
  let folder: string;
  let recipe: Recipe;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'train-'));
    const faces = join(folder, 'faces');
    await makeNoiseFaces(faces);
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
