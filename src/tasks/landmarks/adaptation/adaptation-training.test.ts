import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { silentWork } from '../../../core/work.js';
import { readModelMetadata } from '../../../networks/model-file/read-model-metadata.js';
import { entryValues } from '../../../nn/program/parameter-layout.js';
import type { TrainerState } from '../../../nn/program/trainer-state.js';
import { readCheckpoint } from '../../../nn/train/fit/checkpoint.js';
import { readTrainerCheckpoint } from '../../../nn/train/fit/trainer-checkpoint.js';
import { makeNoiseFaces } from '../noise-faces.suite.js';
import { parseRecipe, type Recipe } from '../recipe.js';
import { train } from '../train.js';

describe('training with adaptation', () => {
  let folder: string;
  let plain: Recipe;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'adaptation-'));
    await makeNoiseFaces(join(folder, 'faces'));
    await makeNoiseFaces(join(folder, 'other'), 'dense243');
    plain = recipeOf('');
  });

  const recipeOf = (adaptation: string): Recipe =>
    parseRecipe(
      `
name: tiny
data: {train: ${folder}/faces, validation: ${folder}/faces, landmarks: ibug68}
model: {depth: 1, width: 8, bottleneck: 4}
batch: 4
accumulate: 2
steps: 4
learningRate: {warmUp: 1}
validation: {every: 2, faces: 4}
${adaptation}
`,
      'tiny.yaml',
    );
  const dann = (keys: string): Recipe =>
    recipeOf(
      `adaptation: [{method: dann, target: {data: ${folder}/other, split: train}, batch: 2, ${keys}}]`,
    );

  const stateIn = async (out: string): Promise<TrainerState> =>
    readTrainerCheckpoint(await readCheckpoint(join(out, 'checkpoint.bin')), out).state;
  const records = async (out: string): Promise<Record<string, unknown>[]> =>
    (await readFile(join(out, 'metrics.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => {
        const { samplesPerSecond: _, ...rest } = JSON.parse(line) as Record<string, unknown>;
        return rest;
      });

  it('goes on after a stop exactly as an unbroken run, and exports the detector alone', async () => {
    const recipe = dann('start: 1, ramp: 2');
    const out = join(folder, 'broken');
    const whole = await train(recipe, { out: join(folder, 'whole') });
    const controller = new AbortController();
    const log = {
      info: (line: string) => (line.startsWith('step 2') ? controller.abort() : undefined),
      warn: () => {},
    };
    await expect(train(recipe, { out }, { ...silentWork, log, signal: controller.signal })).rejects.toThrow(
      /stopped at step 2 of 4/,
    );
    const resumed = await train(recipe, { out, resume: true });
    expect(await records(out)).toEqual(await records(join(folder, 'whole')));
    expect(await stateIn(out)).toEqual(await stateIn(join(folder, 'whole')));
    expect(await readFile(resumed.model)).toEqual(await readFile(whole.model));
    const { training, transfer } = readModelMetadata(await readFile(whole.model), whole.model);
    expect(training.data).toMatch(/^\d+ faces\. Adapted by dann to \d+ faces without labels\.$/);
    expect(transfer).toBeUndefined();
    const other = dann('start: 1, ramp: 3');
    await expect(train(other, { out, resume: true })).rejects.toThrow(/other settings: adaptation/);
  });

  it('with weight 0 is a training without adaptation, and so it is up to the start', async () => {
    const without = await train(plain, { out: join(folder, 'without') });
    const zero = await train(dann('weight: 0'), { out: join(folder, 'zero') });
    expect(await readFile(zero.model)).toEqual(await readFile(without.model));
    expect(await stateIn(join(folder, 'zero'))).toEqual(await stateIn(join(folder, 'without')));
    const state = await stateIn(join(folder, 'without'));

    await train(dann('start: 3, ramp: 0'), { out: join(folder, 'late') });
    const before = await records(join(folder, 'late'));
    const best =
      (step: number) =>
      (record: Record<string, unknown>): boolean =>
        record.kind === 'validation' && record.step === step;
    expect(before.find(best(2))).toEqual((await records(join(folder, 'without'))).find(best(2)));
    const late = await stateIn(join(folder, 'late'));
    const moved = state.parameterLayout.some((entry) => {
      const own = late.parameterLayout.find(({ name }) => name === entry.name)!;
      return entryValues(late.parameters, own).some(
        (value, i) => value !== entryValues(state.parameters, entry)[i],
      );
    });
    expect(moved).toBe(true);
  });
});
