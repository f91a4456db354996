import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { imageLevels } from '../../../networks/clip/clip-network.js';
import { Graph } from '../../../nn/graph/graph.js';
import { sizeOf } from '../../../nn/graph/shape.js';
import { exportInference } from '../../../nn/program/export-inference.js';
import { entryValues, layoutOf, layoutSize } from '../../../nn/program/parameter-layout.js';
import { averagedState } from '../../../nn/program/trainer-state.js';
import { createInferenceSession } from '../../../nn/runtime/inference-session.js';
import { checkpointWeights } from '../../../nn/train/fit/initial-weights.js';
import { makeFewFaces } from '../data/few-faces.suite.js';
import { judgeScope } from '../judges/network.js';
import { parseJudgesRecipe } from '../judges/recipe.js';
import { trainJudges } from '../judges/train.js';
import { unlikeness } from './likeness.js';
import { parseAutoencoderRecipe } from './recipe.js';
import { trainAutoencoder } from './train.js';

const folder = mkdtempSync(join(tmpdir(), 'lineament-likeness-'));
const faces = join(folder, 'faces');
beforeAll(() => makeFewFaces(faces));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const random = new Random('pictures');
const judges = { size: 8, channels: [3, 5], blocks: [0, 0] };

it('Is the mean over the levels of how far apart they see two pictures', async () => {
  const shape = [2, 3, 8, 8];
  const [a, b] = [0, 1].map(() => Float32Array.from({ length: sizeOf(shape) }, () => random.uniform(-1, 1)));
  const graph = new Graph('inference');
  const [pictures, truth] = [graph.input('pictures', shape), graph.input('truth', shape)];
  const unlike = unlikeness(pictures, truth, judges);
  const [parameterLayout, statisticLayout] = [layoutOf(graph.parameters), layoutOf(graph.statistics)];
  const values = {
    parameterLayout,
    parameters: new Float32Array(layoutSize(parameterLayout)),
    statisticLayout,
    statistics: new Float32Array(layoutSize(statisticLayout)).fill(1),
  };
  values.parameters.forEach((_, i) => {
    values.parameters[i] = random.normal();
  });
  const run = async (
    of: Graph,
    outputs: Parameters<typeof exportInference>[1],
    inputs: Record<string, Float32Array>,
  ): Promise<Record<string, Float32Array>> => {
    const session = await createInferenceSession(exportInference(of, outputs, values, {}));
    const result = await session.run(
      Object.fromEntries(Object.entries(inputs).map(([name, data]) => [name, { data, shape }])),
    );
    await session.release();
    return result;
  };
  const seen = async (image: Float32Array): Promise<Float32Array[]> => {
    const own = new Graph('inference');
    const levels = own.scope(judgeScope, () => {
      const first = imageLevels(own.input('image', shape), judges, [0, 1]);
      return { first, second: imageLevels(first, judges, [1, 2]) };
    });
    const result = await run(own, levels, { image });
    return [result.first!, result.second!];
  };
  const [ofA, ofB] = [await seen(a!), await seen(b!)];
  const distances = ofA.map(
    (level, l) => level.reduce((sum, value, i) => sum + (value - ofB[l]![i]!) ** 2, 0) / level.length,
  );
  const told = await run(graph, { unlike }, { pictures: a!, truth: b! });
  expect(told.unlike![0]).toBeCloseTo((distances[0]! + distances[1]!) / 2, 4);
  expect(told.unlike![0]).toBeGreaterThan(0.01);
  expect((await run(graph, { unlike }, { pictures: a!, truth: a! })).unlike![0]).toBe(0);
});

it('Trains an autoencoder through judges that stay as they are', async () => {
  const shared = `
data: {datasets: [${faces}], size: 8}
batch: 2
steps: 2
learningRate: {warmUp: 1}
validation: {every: 2, faces: 2}
`;
  const run = join(folder, 'judges');
  const taught = await trainJudges(
    parseJudgesRecipe(`task: judges\nname: j\nmodel: {channels: [4, 4], blocks: [0, 0]}${shared}`, 'j.yaml'),
    { out: run },
  );
  const recipe = (file: string, size = 8) =>
    parseAutoencoderRecipe(
      `task: autoencoder\nname: a\nmodel: {kind: vae, channels: [4, 4], blocks: 0, latent: 3}
likeness: {judges: ${file}}
groups: [{match: '**', rate: 2}]${shared.replace('size: 8', `size: ${size}`)}`,
      'a.yaml',
    );
  const checkpoint = join(folder, 'judges', 'checkpoint.bin');
  const out = join(folder, 'seen');
  const result = await trainAutoencoder(recipe(taught.model), { out });
  expect(result).toMatchObject({ step: 2, finished: true });
  const metrics = readFileSync(join(out, 'metrics.jsonl'), 'utf8').trim().split('\n');
  expect(JSON.stringify(metrics)).toContain('unlikeness');

  const [judging, trained] = [
    await checkpointWeights(checkpoint, ''),
    await checkpointWeights(join(out, 'checkpoint.bin'), ''),
  ];
  const name = 'judge.level0.down.weight';
  const weights = [judging, trained].map((state) => {
    const { parameters, parameterLayout } = averagedState(state);
    return entryValues(parameters, parameterLayout.find((entry) => entry.name === name)!);
  });
  // As the file has it, its normalisation folded in and out again.
  const ratio = weights[1]!.map((value, i) => value / weights[0]![i]!);
  for (let channel = 0; channel < 4; channel++) {
    const own = ratio.subarray(27 * channel, 27 * (channel + 1));
    for (const value of own) expect(value / own[0]!).toBeCloseTo(1, 1);
  }
  expect(readFileSync(result.model).includes('judge.level0')).toBe(false);

  await expect(trainAutoencoder(recipe(checkpoint), { out: join(folder, 'of-weights') })).rejects.toThrow(
    `${checkpoint}: a checkpoint, which holds weights to train on with, and no model (give best.onnx`,
  );
  await expect(trainAutoencoder(recipe(taught.model, 16), { out: join(folder, 'large') })).rejects.toThrow(
    'likeness.judges: of pictures of 8 pixels; these are of 16',
  );
});
