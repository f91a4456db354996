import { describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { constantInitialiser } from '../../graph/initialisers.js';
import type { Tensor } from '../../graph/tensor.js';
import { compileTraining } from '../../program/training-program.js';
import { createInferenceSession } from '../../runtime/inference-session.js';
import { add } from '../arithmetic/add.js';
import { square } from '../arithmetic/square.js';
import { checkOperator, expectClose } from '../operator-case.suite.js';
import { reduceMean } from '../reductions/reduce-mean.js';
import { batchNorm } from './batch-norm.js';

const [batch, channels, pixels] = [3, 2, 4];
const epsilon = 1e-5;

/** Mean and biased variance of each channel of `[3, 2, 2, 2]`. */
function momentsOf(x: ArrayLike<number>, channel: number): { mean: number; variance: number } {
  const values = Array.from(x).filter((_, i) => Math.floor(i / pixels) % channels === channel);
  const mean = values.reduce((a, b) => a + b) / values.length;
  return { mean, variance: values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length };
}

function normalised(x: Float64Array, gamma: Float64Array, beta: Float64Array): Float64Array {
  const moments = [0, 1].map((channel) => momentsOf(x, channel));
  return x.map((value, i) => {
    const channel = Math.floor(i / pixels) % channels;
    const { mean, variance } = moments[channel]!;
    return (gamma[channel]! * (value - mean)) / Math.sqrt(variance + epsilon) + beta[channel]!;
  });
}

const statistics = (x: Tensor): { mean: Tensor; variance: Tensor } => {
  const number = nextStatistic++;
  return {
    mean: x.graph.statistic(`mean${number}`, [channels], 0.25),
    variance: x.graph.statistic(`variance${number}`, [channels], 2),
  };
};
let nextStatistic = 0;

describe('batchNorm', () => {
  checkOperator('batchNorm over the batch', {
    inputs: [[batch, channels, 2, 2], [channels], [channels]],
    build: (x, gamma, beta) => batchNorm(x!, { gamma: gamma!, beta: beta!, ...statistics(x!) }),
    reference: (x, gamma, beta) => normalised(x!, gamma!, beta!),
    sameInInference: false,
    tolerance: 5e-5,
  });
  checkOperator('two normalisations that share gamma and input', {
    inputs: [[batch, channels, 2, 2], [channels], [channels]],
    // Equal expressions invite an optimiser to merge them; the kernel's aliasing must not corrupt either.
    build: (x, gamma, beta) => {
      const make = (): Tensor => batchNorm(x!, { gamma: gamma!, beta: beta!, ...statistics(x!) });
      const [first, second] = [make(), make()];
      return add(square(first), second);
    },
    reference: (x, gamma, beta) => normalised(x!, gamma!, beta!).map((value) => value * value + value),
    sameInInference: false,
    tolerance: 5e-5,
  });
});

describe('running statistics', () => {
  it('are those of the batch, the variance unbiased, for each of several normalisations', async () => {
    const graph = new Graph('training');
    const x = graph.input('x', [batch, channels, 2, 2]);
    const gamma = graph.parameter('gamma', [channels], constantInitialiser(1.5));
    const beta = graph.parameter('beta', [channels], constantInitialiser(0.5));
    const first = batchNorm(x, { gamma, beta, ...statistics(x), momentum: 0.3 });
    const second = batchNorm(square(x), { gamma, beta, ...statistics(x) });
    const program = compileTraining(graph, { loss: reduceMean(add(square(first), second)) });
    const values = Float32Array.from({ length: 24 }, (_, i) => Math.sin(3 * i) + i / 10);
    const expected = [values, values.map((v) => v * v)].flatMap((list) => {
      const moments = [0, 1].map((channel) => momentsOf(list, channel));
      return [...moments.map(({ mean }) => mean), ...moments.map(({ variance }) => (variance * 12) / 11)];
    });
    // The loss is the mean of y₁² + y₂, and Σ x̂ = 0, Σ x̂² = 12 but for ε: γ² + β² + β in each of two channels.
    const [g, b] = [1.5, 0.5];
    // With and without the optimiser, which may merge equal expressions and so share the kernel's buffers.
    for (const optimise of [false, true]) {
      const session = await createInferenceSession(program.onnx, { optimise });
      const feeds = {
        x: { data: values, shape: x.shape },
        parameters: { data: Float32Array.of(g, g, b, b), shape: [4] },
      };
      for (let run = 0; run < 3; run++) {
        const outputs = await session.run(feeds);
        expectClose(outputs.batchStatistics!, expected, 1e-5);
        expect(outputs.loss![0]).toBeCloseTo(g * g + b * b + b, 4);
        expectClose(outputs.gradient!, [g, g, b + 0.5, b + 0.5], 1e-4);
      }
      await session.release();
    }
    expect(program.momenta).toEqual([0.3, 0.3, 0.1, 0.1]);
  });

  it('stand in for those of the batch where the normalisation is frozen', async () => {
    const graph = new Graph('training');
    const x = graph.parameter('x', [batch, channels, 2, 2], constantInitialiser(1));
    const gamma = graph.parameter('gamma', [channels], constantInitialiser(2));
    const beta = graph.parameter('beta', [channels], constantInitialiser(0));
    const y = batchNorm(x, { gamma, beta, ...statistics(x), frozen: true });
    const program = compileTraining(graph, { loss: reduceMean(square(y)) });
    const { parameters, statistics: running } = program.initialState(0);
    const session = await createInferenceSession(program.onnx);
    const { loss, gradient } = await session.run({
      parameters: { data: parameters, shape: [parameters.length] },
      statistics: { data: running, shape: [running.length] },
    });
    await session.release();
    const xHat = 0.75 / Math.sqrt(2 + epsilon);
    const value = 2 * xHat;
    expect(loss![0]).toBeCloseTo(value ** 2, 5);
    // d/dx = 2y · γ/σ / 24, d/dγ = Σ 2y · x̂ / 24 over 12 values, d/dβ likewise without x̂.
    expect(gradient![0]).toBeCloseTo((2 * value * (2 / Math.sqrt(2 + epsilon))) / 24, 6);
    expect(gradient![24]).toBeCloseTo(value * xHat, 5);
    expect(gradient![26]).toBeCloseTo(value, 5);
    expect(program.momenta).toEqual([0, 0]);
  });
});

describe('shape errors', () => {
  it('name the shapes', () => {
    const graph = new Graph('training');
    const x = graph.input('x', [2, 3, 4, 4]);
    const gamma = graph.input('gamma', [2]);
    expect(() => batchNorm(x, { gamma, beta: gamma, mean: gamma, variance: gamma })).toThrow(
      'batchNorm: gamma, beta, mean and variance must be [C] for x of [B, C, …], got x [2, 3, 4, 4] and gamma [2]',
    );
  });
  it('refuse a batch of one value, whose variance is undefined', () => {
    const graph = new Graph('training');
    const gamma = graph.input('gamma', [2]);
    const build = () =>
      batchNorm(graph.input('x', [1, 2]), { gamma, beta: gamma, mean: gamma, variance: gamma });
    expect(build).toThrow('batchNorm: a batch needs at least two values');
  });
});
