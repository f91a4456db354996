import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { StoppedError } from '../../core/errors.js';
import { silentWork } from '../../core/work.js';
import { encodeModelFile } from '../../networks/model-file/model-file.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { entryValues } from '../../nn/program/parameter-layout.js';
import { averagedState } from '../../nn/program/trainer-state.js';
import { readCheckpoint } from '../../nn/train/fit/checkpoint.js';
import { readTrainerCheckpoint } from '../../nn/train/fit/trainer-checkpoint.js';
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

  const losses = async (out: string): Promise<unknown[]> =>
    (await readFile(join(out, 'metrics.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .map(({ step, loss, value }) => [step, loss, value]);

  it('gives a model that says where it comes from, and the same one after a stop and a resume', async () => {
    const whole = await train(recipe, { out: join(folder, 'whole') });
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
    await expect(train(recipe, { out }, { ...silentWork, signal: controller.signal })).rejects.toThrow(
      StoppedError,
    );
    const stopAfter = new AbortController();
    const log = {
      info: (line: string) => (line.startsWith('step 3') ? stopAfter.abort() : undefined),
      warn: () => {},
    };
    await expect(
      train(recipe, { out, resume: true }, { ...silentWork, log, signal: stopAfter.signal }),
    ).rejects.toThrow(/stopped at step 3 of 6/);
    const resumed = await train(recipe, { out, resume: true });
    expect(await losses(out)).toEqual(await losses(join(folder, 'whole')));
    expect(await readFile(resumed.model)).toEqual(model);
  });

  it('with all tools on: averages in validation and model file, frozen parts, and an exact resume', async () => {
    const tools: Recipe = {
      ...recipe,
      name: 'tools',
      steps: 4,
      validation: { ...recipe.validation, every: 2 },
      optimiser: { kind: 'sgd', momentum: 0.9, nesterov: true },
      weightDecay: 1e-4,
      schedule: [{ kind: 'constant', steps: 1 }, { kind: 'cosine' }],
      groups: [
        { match: 'stem/convolution/**', frozen: true },
        { match: 'stack0/hourglass/**', rate: 0.1 },
      ],
      ema: 0.9,
      accumulate: 2,
      earlyStopping: { patience: 10, minimumChange: 0 },
    };
    const whole = await train(tools, { out: join(folder, 'tools') });
    expect(whole).toMatchObject({ step: 4, stoppedEarly: false });
    const { state } = readTrainerCheckpoint(
      await readCheckpoint(join(folder, 'tools', 'checkpoint.bin')),
      'checkpoint.bin',
    );
    const metadata = readModelMetadata(await readFile(whole.model), 'model.onnx');
    expect(await readFile(whole.model)).toEqual(Buffer.from(encodeModelFile(metadata, averagedState(state))));
    expect(await readFile(whole.model)).not.toEqual(Buffer.from(encodeModelFile(metadata, state)));
    const frozen = state.parameterLayout.map(({ name }) => name.startsWith('stem.convolution.'));
    expect(state.updates).toEqual(frozen.map((still) => (still ? 0 : 4)));

    const out = join(folder, 'tools-broken');
    const stopAfter = new AbortController();
    const log = {
      info: (line: string) => (line.startsWith('step 2') ? stopAfter.abort() : undefined),
      warn: () => {},
    };
    await expect(train(tools, { out }, { ...silentWork, log, signal: stopAfter.signal })).rejects.toThrow(
      /stopped at step 2 of 4/,
    );
    const resumed = await train(tools, { out, resume: true });
    expect(await losses(out)).toEqual(await losses(join(folder, 'tools')));
    expect(await readFile(resumed.model)).toEqual(await readFile(whole.model));
    const other = { ...tools, ema: 0.99 };
    await expect(train(other, { out, resume: true })).rejects.toThrow(/other settings: ema \(0.9 → 0.99\)/);
  });

  it('begins with the weights of another run: what is frozen keeps their bits, a head of another size is new', async () => {
    const stateIn = async (file: string) => readTrainerCheckpoint(await readCheckpoint(file), file).state;
    const short = { steps: 2, learningRate: { ...recipe.learningRate, warmUp: 0 } };
    await train({ ...recipe, ...short, ema: 0.5 }, { out: join(folder, 'first') });
    const from = join(folder, 'first', 'checkpoint.bin');
    const before = averagedState(await stateIn(from));

    const dense = join(folder, 'dense');
    await makeNoiseFaces(dense, 'dense243');
    const data = { ...recipe.data, train: [dense], validation: [dense], landmarks: 'dense243' };
    const groups = [
      { match: 'stem/**', frozen: true },
      { match: 'stack0/hourglass/inner/**', rate: 0 },
    ];
    const next: Recipe = { ...recipe, ...short, seed: 5, data, from, groups };
    const lines: string[] = [];
    const log = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
    const out = join(folder, 'next');
    const { model } = await train(next, { out }, { ...silentWork, log });
    const { length } = (await stateIn(join(out, 'checkpoint.bin'))).parameters;
    expect(lines).toContain(
      `tiny: ${length.toLocaleString('en')} parameters, 8 faces, validation of 4 faces`,
    );
    expect(lines.join('\n')).toMatch(
      /from .*first.checkpoint\.bin: \d+ of \d+ tensors; new: stack0\/heatmaps\/weight \(\[243, 8, 1, 1\], there \[68, 8, 1, 1\]\), /,
    );
    expect(readModelMetadata(await readFile(model), model).training.data).toContain(
      `Began with ${from.split('/').slice(-2).join('/')}.`,
    );
    const after = await stateIn(join(out, 'checkpoint.bin'));
    for (const { vector, layout } of [
      { vector: 'parameters', layout: 'parameterLayout' },
      { vector: 'statistics', layout: 'statisticLayout' },
    ] as const)
      for (const entry of after[layout]) {
        const source = before[layout].find(({ name }) => name === entry.name)!;
        const values = entryValues(after[vector], entry);
        if (/heatmaps|sigma/.test(entry.name)) expect(source.shape[0]).not.toBe(entry.shape[0]);
        else if (entry.name.startsWith('stem.') || (vector === 'parameters' && /inner/.test(entry.name)))
          expect(values, entry.name).toEqual(entryValues(before[vector], source));
        else expect(values, entry.name).not.toEqual(entryValues(before[vector], source));
      }

    const other: Recipe = { ...next, from: join(folder, 'first', 'best-checkpoint.bin') };
    await expect(train(other, { out, resume: true })).rejects.toThrow(/other settings: from \(/);
    // The checkpoint has the weights: what they began with need not be there any more.
    await rm(from);
    await train({ ...next, steps: 3 }, { out, resume: true });
    await expect(train(next, { out: join(folder, 'gone') })).rejects.toThrow(/checkpoint\.bin/);
  });

  it('trains another backbone and another head, which its model file names', async () => {
    const { data } = recipe;
    const other = parseRecipe(
      `
name: other
data: {train: ${data.train[0]}, validation: ${data.validation[0]}, landmarks: ibug68}
model: {backbone: unet, inputSize: 64, depth: 2, width: 8, head: {kind: low-rank, anchors: 16}}
batch: 4
steps: 2
learningRate: {warmUp: 1}
validation: {every: 2, faces: 4}
`,
      'other.yaml',
    );
    const { model, best, parameters } = await train(other, { out: join(folder, 'other') });
    expect(best?.nme).toBeGreaterThan(0);
    expect(parameters).toBeGreaterThan(1000);
    expect(readModelMetadata(await readFile(model), model)).toMatchObject({
      input: { size: 64 },
      architecture: { backbone: 'unet', width: 8, head: { kind: 'low-rank', anchors: 16 } },
    });
  });

  it('begins with the weights of a model file, which give the error that the file has', async () => {
    const one = { ...recipe, steps: 1, learningRate: { ...recipe.learningRate, warmUp: 0 } };
    const first = await train(
      { ...one, validation: { ...one.validation, every: 1 } },
      { out: join(folder, 'exported') },
    );
    const lines: string[] = [];
    const log = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
    const rate = { peak: 1e-7, final: 0, warmUp: 0 };
    const next: Recipe = { ...one, seed: 8, from: first.model, learningRate: rate };
    const { model, last } = await train(next, { out: join(folder, 'warm') }, { ...silentWork, log });
    expect(lines.join('\n')).toMatch(/from .*model\.onnx: (\d+) of \1 tensors/);
    expect(readModelMetadata(await readFile(model), model).training.data).toContain(
      `Began with ${first.model.split('/').slice(-2).join('/')}.`,
    );
    expect(Math.abs(last!.nme - first.last!.nme) / first.last!.nme).toBeLessThan(0.05);
  });

  it('refuses a dataset without the splits or the labels that the recipe names', async () => {
    const out = join(folder, 'refused');
    const other = { ...recipe, data: { ...recipe.data, validationSplit: 'held-out' } };
    await expect(train(other, { out })).rejects.toThrow(/no sample is in split 'held-out'/);
    const surface: Recipe = { ...recipe, data: { ...recipe.data, convention: 'surface' } };
    await expect(train(surface, { out })).rejects.toThrow(/has no surface points/);
  });
});
