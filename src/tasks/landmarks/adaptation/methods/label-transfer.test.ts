import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../../core/random.js';
import { silentWork } from '../../../../core/work.js';
import { nearestSubset } from '../../../../landmarks/correspondence.js';
import { landmarkSet } from '../../../../landmarks/sets/registry.js';
import { readModelMetadata } from '../../../../networks/model-file/read-model-metadata.js';
import { networkSchema } from '../../../../networks/registry.js';
import { type TransferNetworkName, transferNetworks } from '../../../../networks/transfer/transfer-config.js';
import { entryValues } from '../../../../nn/program/parameter-layout.js';
import type { TrainerState } from '../../../../nn/program/trainer-state.js';
import { compileTraining, type TrainingProgram } from '../../../../nn/program/training-program.js';
import { onnxRuntimeNode } from '../../../../nn/runtime/onnxruntime-node.js';
import { readCheckpoint } from '../../../../nn/train/fit/checkpoint.js';
import { readTrainerCheckpoint } from '../../../../nn/train/fit/trainer-checkpoint.js';
import { createTrainer } from '../../../../nn/train/plan/trainer.js';
import { makeNoiseFaces } from '../../noise-faces.suite.js';
import { parseRecipe, type Recipe } from '../../recipe.js';
import { train } from '../../train.js';
import { buildTransferObjective } from './label-transfer.js';

const batch = 2;
const landmarks = 4;
const nearest = [2, 0, 3];
const size = 64;
const model = networkSchema.parse({ inputSize: size, depth: 1, width: 8, bottleneck: 4 });

function compiled(network: TransferNetworkName, backboneRate: number): TrainingProgram {
  const { graph, loss } = buildTransferObjective(
    {
      model,
      landmarks,
      loss: { heatmaps: 1, deviation: 1, visibility: 0 },
      transfer: { network, nearest },
      backboneRate,
    },
    batch,
  );
  return compileTraining(graph, { loss });
}

const random = new Random(4);
const feeds = {
  image: {
    data: Float32Array.from({ length: batch * 3 * size * size }, () => random.normal()),
    shape: [batch, 3, size, size],
  },
  points: {
    data: Float32Array.from({ length: batch * 6 }, () => random.uniform(15, 50)),
    shape: [batch, 3, 2],
  },
  // A missing label, whose point is 0.
  weights: { data: Float32Array.of(1, 1, 0, 1, 1, 1), shape: [batch, 3] },
};
feeds.points.data.fill(0, 4, 6);

/** Every parameter moved from where it begins, so that no branch is silent. */
function shaken(program: TrainingProgram): Float32Array {
  const shaking = new Random(9);
  return program.initialState(1).parameters.map((value) => value + shaking.normal(0, 0.05));
}

async function run(
  program: TrainingProgram,
  ...parameters: Float32Array[]
): Promise<{ loss: number; gradient: Float32Array }[]> {
  const session = await onnxRuntimeNode.createSession(program.onnx, { optimise: false });
  const { statistics } = program.initialState(1);
  const results: { loss: number; gradient: Float32Array }[] = [];
  for (const data of parameters) {
    const outputs = await session.run({
      ...feeds,
      parameters: { data, shape: [data.length] },
      statistics: { data: statistics, shape: [statistics.length] },
    });
    results.push({ loss: outputs.loss![0]!, gradient: outputs.gradient! });
  }
  await session.release();
  return results;
}

describe.each(transferNetworks)('the loss of label transfer by %s', (network) => {
  it('has the gradient of finite differences, whatever reaches the detector', async () => {
    const program = compiled(network, 1);
    const parameters = shaken(program);
    // σ looks at heatmaps without gradient, so that parameters before them have another one on purpose.
    const exact = program.parameters.filter(({ name }) => /^transfer\.|\.sigma\./.test(name));
    const step = 2e-3;
    const directions = exact.map((entry) => {
      const direction = new Float32Array(parameters.length);
      const sign = new Random(3, entry.name);
      const values = entryValues(direction, entry);
      const length = Math.sqrt(values.length);
      values.set(values.map(() => (sign.chance(0.5) ? 1 : -1) / length));
      return direction;
    });
    const moved = (by: number) =>
      directions.map((direction) => parameters.map((value, i) => value + by * direction[i]!));
    const [at, ...others] = await run(program, parameters, ...moved(step), ...moved(-step));
    directions.forEach((direction, i) => {
      const expected = (others[i]!.loss - others[i + directions.length]!.loss) / (2 * step);
      const slope = direction.reduce((sum, value, j) => sum + value * at!.gradient[j]!, 0);
      expect(Math.abs(slope - expected), exact[i]!.name).toBeLessThan(0.02 + 0.03 * Math.abs(expected));
    });
    expect(exact.length).toBeGreaterThan(3);
  });

  it('gives the detector that share of its gradient which the recipe says', async () => {
    const [whole, quarter, none] = await Promise.all([1, 0.25, 0].map((rate) => compiled(network, rate)));
    const own = (entry: { name: string }): boolean => entry.name.startsWith('transfer.');
    expect(none!.gradients.length).toBeGreaterThan(0);
    expect(none!.gradients.every(own)).toBe(true);
    const [full] = await run(whole!, shaken(whole!));
    const [part] = await run(quarter!, shaken(quarter!));
    expect(part!.loss).toBe(full!.loss);
    expect(whole!.gradients.length).toBeGreaterThan(none!.gradients.length + 20);
    for (const entry of whole!.gradients) {
      const expected = entryValues(full!.gradient, entry).map((value) => value * (own(entry) ? 1 : 0.25));
      const largest = Math.max(...expected.map(Math.abs));
      entryValues(part!.gradient, entry).forEach((value, i) => {
        expect(Math.abs(value - expected[i]!), entry.name).toBeLessThanOrEqual(1e-4 * largest + 1e-9);
      });
    }
  });
});

describe('label transfer', () => {
  it.each(['mlp', 'affine', 'unet-small'] as const)(
    'by %s lowers the distance to real labels',
    async (network) => {
      const options = {
        model,
        landmarks,
        loss: { heatmaps: 1, deviation: 1, visibility: 0 },
        backboneRate: 1,
      };
      const trainer = await createTrainer(
        (share, frozen) =>
          buildTransferObjective({ ...options, frozen, transfer: { network, nearest } }, share),
        { batch, seed: 1, optimiser: { clipNorm: 20 } },
      );
      const data = Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, feed.data]));
      const distances: number[] = [];
      for (let step = 0; step < 40; step++)
        distances.push((await trainer.step(data, { learningRate: 1e-2 })).metrics.distance!);
      await trainer.release();
      expect(distances.at(-1)!).toBeLessThan(0.5 * distances[0]!);
    },
  );
});

describe('training with label transfer', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'label-transfer-'));
    await makeNoiseFaces(join(folder, 'dense'), 'dense243');
    await makeNoiseFaces(join(folder, 'real'), 'ibug68');
  });

  const recipeOf = (adaptation: string): Recipe =>
    parseRecipe(
      `
name: tiny
data: {train: ${folder}/dense, validation: ${folder}/dense, landmarks: dense243}
model: {inputSize: 64, depth: 1, width: 8, bottleneck: 4}
batch: 4
steps: 3
learningRate: {warmUp: 1}
clipNorm: 1e9
validation: {every: 2, faces: 4}
${adaptation}
`,
      'tiny.yaml',
    );
  const transfer = (keys = ''): Recipe =>
    recipeOf(
      `adaptation: [{method: label-transfer, real: {data: ${folder}/real, limit: 6}, batch: 3${keys}}]`,
    );
  const stateIn = async (out: string): Promise<TrainerState> =>
    readTrainerCheckpoint(await readCheckpoint(join(out, 'checkpoint.bin')), out).state;
  const run = (recipe: Recipe, out: string) => train(recipe, { out: join(folder, out) });

  it('leaves a model of both sets', async () => {
    const { model } = await run(transfer(', network: unet-small'), 'small');
    const bytes = await readFile(model);
    const metadata = readModelMetadata(bytes, model);
    const [from, to] = [landmarkSet('dense243'), landmarkSet('ibug68')];
    expect(metadata.landmarks.set).toBe('dense243');
    expect(metadata.transfer).toEqual({
      set: 'ibug68',
      names: to.points.map(({ name }) => name),
      mirror: [...to.mirror],
      convention: 'contour',
      network: 'unet-small',
      nearest: nearestSubset(from, to),
    });
    expect(metadata.training.data).toContain('6 faces labelled with ibug68');
    const session = await onnxRuntimeNode.createSession(bytes);
    const image = { data: new Float32Array(3 * size * size), shape: [1, 3, size, size] };
    const { points, transferred, transferredSigma } = await session.run({ image });
    await session.release();
    expect([points!.length, transferred!.length, transferredSigma!.length]).toEqual([486, 136, 68]);
  });

  it('with weight 0 is a training without it; with backboneRate 0 the detector is that of such a training', async () => {
    const plain = await run(recipeOf(''), 'plain');
    const zero = await run(transfer(', weight: 0'), 'zero');
    expect(await readFile(zero.model)).toEqual(await readFile(plain.model));
    await run(transfer(', network: mlp, backboneRate: 0'), 'apart');
    const [apart, alone] = [await stateIn(join(folder, 'apart')), await stateIn(join(folder, 'plain'))];
    for (const entry of alone.parameterLayout) {
      const same = apart.parameterLayout.find(({ name }) => name === entry.name)!;
      expect(entryValues(apart.parameters, same), entry.name).toEqual(entryValues(alone.parameters, entry));
    }
    expect(apart.statistics.slice(0, alone.statistics.length)).toEqual(alone.statistics);
  });

  it('takes real faces at every n-th step, and goes on after a stop exactly as an unbroken run', async () => {
    const recipe = transfer(', every: 2, network: convolution');
    const whole = await run(recipe, 'whole');
    const controller = new AbortController();
    const log = {
      info: (line: string) => (line.startsWith('step 2') ? controller.abort() : undefined),
      warn: () => {},
    };
    const out = join(folder, 'broken');
    await expect(train(recipe, { out }, { ...silentWork, log, signal: controller.signal })).rejects.toThrow(
      /step 2/,
    );
    const resumed = await train(recipe, { out, resume: true });
    expect(await readFile(resumed.model)).toEqual(await readFile(whole.model));
    expect(await stateIn(out)).toEqual(await stateIn(join(folder, 'whole')));
    const taken = (await readFile(join(out, 'metrics.jsonl'), 'utf8')).match(/"label-transfer\.loss":/g);
    expect(taken).not.toBeNull();
  });

  it('refuses faces of another set', async () => {
    await expect(run(transfer(', to: dense490'), 'wrong')).rejects.toThrow(
      /label-transfer is to dense490; these faces are labelled with ibug68/,
    );
    expect(() => transfer(', network: magic')).toThrow(
      /adaptation\.0\.network: "magic"; allowed: one of unet/,
    );
  });
});
