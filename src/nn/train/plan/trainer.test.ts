import { afterAll, describe, expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { Graph } from '../../graph/graph.js';
import { constantInitialiser, kaimingInitialiser } from '../../graph/initialisers.js';
import { relu } from '../../operators/activations/relu.js';
import { add } from '../../operators/arithmetic/add.js';
import { addBias } from '../../operators/convolution/add-bias.js';
import { conv2d } from '../../operators/convolution/conv2d.js';
import { meanSquaredError } from '../../operators/losses/mean-squared-error.js';
import { batchNorm } from '../../operators/normalisation/batch-norm.js';
import { expectClose } from '../../operators/operator-case.suite.js';
import { maxPool2d } from '../../operators/pooling/max-pool.js';
import { upsampleNearest2d } from '../../operators/pooling/upsample-nearest.js';
import type { TrainableNetwork } from './step-plan.js';
import { createTrainer, type Trainer, type TrainerOptions } from './trainer.js';

function network(batch: number): TrainableNetwork {
  const graph = new Graph('training');
  const image = graph.input('image', [batch, 3, 8, 8]);
  const target = graph.input('target', [batch, 4, 8, 8]);
  const first = conv2d(image, graph.parameter('first', [8, 3, 3, 3], kaimingInitialiser()), { padding: 1 });
  const normal = batchNorm(first, {
    gamma: graph.parameter('gamma', [8], constantInitialiser(1)),
    beta: graph.parameter('beta', [8], constantInitialiser(0)),
    mean: graph.statistic('mean', [8], 0),
    variance: graph.statistic('variance', [8], 1),
  });
  const low = conv2d(maxPool2d(relu(normal)), graph.parameter('low', [8, 8, 1, 1], kaimingInitialiser()));
  const both = add(normal, upsampleNearest2d(low));
  const heatmaps = addBias(
    conv2d(both, graph.parameter('head', [4, 8, 1, 1], kaimingInitialiser())),
    graph.parameter('bias', [4], constantInitialiser(0)),
  );
  const loss = meanSquaredError(heatmaps, target);
  return { graph, loss, metrics: { twice: add(loss, loss) } };
}

function randomBatch(batch: number): Record<string, Float32Array> {
  const random = new Random(5);
  const values = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
  return { image: values(batch * 3 * 64), target: values(batch * 4 * 64) };
}

const trainers: Trainer[] = [];
afterAll(() => Promise.all(trainers.map((trainer) => trainer.release())));

async function trainer(options: Partial<TrainerOptions> = {}, build = network): Promise<Trainer> {
  const made = await createTrainer(build, { batch: 4, seed: 1, ...options });
  trainers.push(made);
  return made;
}

describe('Trainer', () => {
  it('makes the loss of a small convolutional network smaller', async () => {
    const one = await trainer();
    const batch = randomBatch(4);
    const losses: number[] = [];
    for (let i = 0; i < 60; i++) losses.push((await one.step(batch, { learningRate: 0.02 })).loss);
    expect(losses.at(-1)).toBeLessThan(0.8 * losses[0]!);
  });

  it('gives the same bits for the same seed and others for another', async () => {
    const batch = randomBatch(4);
    const run = async (seed: number): Promise<Float32Array> => {
      const one = await trainer({ seed, replicas: 2 });
      for (let i = 0; i < 3; i++) await one.step(batch, { learningRate: 0.01 });
      return one.state().parameters;
    };
    const [first, second, other] = [await run(1), await run(1), await run(2)];
    expect(first).toEqual(second);
    expect(first).not.toEqual(other);
  });

  it('goes on after restore(state()) as if it had never stopped, bit by bit', async () => {
    const batch = randomBatch(4);
    const steps = async (one: Trainer, count: number): Promise<number[]> => {
      const losses: number[] = [];
      for (let i = 0; i < count; i++) losses.push((await one.step(batch, { learningRate: 0.01 })).loss);
      return losses;
    };
    const first = await trainer({ replicas: 2 });
    await steps(first, 3);
    const saved = first.state();
    const expected = await steps(first, 4);
    const second = await trainer({ replicas: 2, seed: 99 });
    second.restore(saved);
    expect(await steps(second, 4)).toEqual(expected);
    expect(second.state()).toEqual(first.state());
    expect(saved.step).toBe(3);
  });

  it('with two replicas takes the mean of their gradients and batch statistics', async () => {
    const batch = randomBatch(4);
    const half = (index: number): Record<string, Float32Array> =>
      Object.fromEntries(
        Object.entries(batch).map(([name, values]) => [
          name,
          values.subarray((index * values.length) / 2, ((index + 1) * values.length) / 2),
        ]),
      );
    // With β₁ = 0 the first moment after one step is the gradient itself.
    const optimiser = { beta1: 0 };
    const both = await trainer({ replicas: 2, optimiser });
    const result = await both.step(batch, { learningRate: 0.01 });
    const parts = [];
    for (const index of [0, 1]) {
      const one = await trainer({ batch: 2, optimiser });
      const { loss, gradientNorm } = await one.step(half(index), { learningRate: 0.01 });
      parts.push({ loss, gradientNorm, ...one.state() });
    }
    const [a, b] = parts as [(typeof parts)[0], (typeof parts)[0]];
    const meanOf = (x: Float32Array, y: Float32Array): Float32Array =>
      x.map((value, i) => (value + y[i]!) / 2);
    const { firstMoments, statistics } = both.state();
    expectClose(firstMoments, meanOf(a.firstMoments, b.firstMoments), 1e-6);
    expectClose(statistics, meanOf(a.statistics, b.statistics), 1e-6);
    expect(result.loss).toBeCloseTo((a.loss + b.loss) / 2, 6);
    expect(result.metrics.twice).toBeCloseTo(a.loss + b.loss, 5);
    expect(result.gradientNorm).toBeCloseTo(Math.hypot(...firstMoments), 4);
  });

  it('clips the gradient by its norm over all parameters', async () => {
    const batch = randomBatch(4);
    const clipped = await trainer({ optimiser: { beta1: 0, clipNorm: 0.125 } });
    const { gradientNorm } = await clipped.step(batch, { learningRate: 0.01 });
    expect(gradientNorm).toBeGreaterThan(0.125);
    expect(Math.hypot(...clipped.state().firstMoments)).toBeCloseTo(0.125, 5);
  });

  it('stops at NaN with step and sample or parameter, and keeps the state before it', async () => {
    const one = await trainer({ replicas: 2 });
    const batch = randomBatch(4);
    await one.step(batch, { learningRate: 0.01 });
    const before = one.state();
    // A sample's target has 256 values.
    const spoilt = { ...batch, target: batch.target!.map((value, i) => (i === 600 ? Number.NaN : value)) };
    await expect(one.step(spoilt, { learningRate: 0.01 })).rejects.toThrow(
      /step 2 gave loss NaN .*; input 'target' holds NaN, first in sample 2 of the batch \(correct or leave out/,
    );
    const huge = { ...batch, target: batch.target!.map((value) => 1e30 * value) };
    await expect(one.step(huge, { learningRate: 0.01 })).rejects.toThrow(
      /step 2 gave loss Infinity .*; the largest gradients are .* in \w+, .* in \w+, .* in \w+ \(the batch is finite, so lower/,
    );
    expect(one.state()).toEqual(before);
    await one.step(batch, { learningRate: 0.01 });
  });

  it('refuses a batch that does not fit, a second step at once and a state of another network', async () => {
    const one = await trainer();
    const batch = randomBatch(4);
    const rate = { learningRate: 0.01 };
    await expect(one.step(randomBatch(2), rate)).rejects.toThrow(
      "input 'image' takes a Float32Array of 768 values, got 384 in Float32Array",
    );
    await expect(one.step({ image: batch.image! }, rate)).rejects.toThrow(
      "input 'target' takes a Float32Array of 1024 values, got none",
    );
    await expect(one.step({ ...batch, other: batch.image! }, rate)).rejects.toThrow(
      "no input is named 'other'",
    );
    await expect(one.step([], rate)).rejects.toThrow("data 'data' is an empty list of batches");
    const wide = { ...batch, image: Float64Array.from(batch.image!) as never };
    await expect(one.step(wide, rate)).rejects.toThrow(
      'takes a Float32Array of 768 values, got 768 in Float64Array',
    );
    const untouched = one.state();
    for (const learningRate of [Number.NaN, -1, Number.POSITIVE_INFINITY])
      await expect(one.step(batch, { learningRate })).rejects.toThrow(
        `learningRate: ${learningRate}; allowed`,
      );
    expect(one.state()).toEqual(untouched);
    const gone = await trainer();
    await gone.release();
    await expect(gone.step(batch, rate)).rejects.toThrow('trainer: it is released');
    const underWay = one.step(batch, rate);
    await expect(one.step(batch, rate)).rejects.toThrow('a step is under way');
    await underWay;
    const state = one.state();
    const renamed = state.parameterLayout.map((entry) => ({ ...entry, name: `old.${entry.name}` }));
    expect(() => one.restore({ ...state, parameterLayout: renamed })).toThrow(
      'restore: entry 0 must be first [8, 3, 3, 3], the state has old.first [8, 3, 3, 3]',
    );
    expect(() => one.restore({ ...state, parameters: state.parameters.subarray(1) })).toThrow(
      /restore: parameters must hold \d+ numbers/,
    );
    await expect(trainer({ batch: 3, replicas: 2 })).rejects.toThrow(
      'a batch of 3 cannot be shared by 2 replicas',
    );
  });
});
