import { describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { checkOperator } from '../operator-case.suite.js';
import { operatorText } from '../operator-text.suite.js';
import { groupNorm } from './group-norm.js';
import { layerNorm } from './layer-norm.js';

/** (x − mean) / √(variance + ε) of each run of `length` values. */
function normalised(x: Float64Array, length: number, epsilon: number): Float64Array {
  const y = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += length) {
    const run = x.subarray(start, start + length);
    const mean = run.reduce((sum, value) => sum + value, 0) / length;
    const variance = run.reduce((sum, value) => sum + (value - mean) ** 2, 0) / length;
    for (let i = 0; i < length; i++) y[start + i] = (run[i]! - mean) / Math.sqrt(variance + epsilon);
  }
  return y;
}

describe('layerNorm', () => {
  checkOperator('layerNorm over the last axis', {
    inputs: [[2, 3, 5], [5], [5]],
    build: (x, gamma, beta) => layerNorm(x, { gamma: gamma!, beta: beta!, epsilon: 0.1 }),
    reference: (x, gamma, beta) =>
      normalised(x, 5, 0.1).map((value, i) => value * gamma[i % 5]! + beta[i % 5]!),
    tolerance: 5e-5,
  });
  checkOperator('layerNorm over two axes', {
    inputs: [
      [2, 3, 2],
      [3, 2],
      [3, 2],
    ],
    build: (x, gamma, beta) => layerNorm(x, { gamma: gamma!, beta: beta! }),
    reference: (x, gamma, beta) =>
      normalised(x, 6, 1e-5).map((value, i) => value * gamma[i % 6]! + beta[i % 6]!),
    tolerance: 5e-5,
  });
  it('refuses a factor of another length', () => {
    const graph = new Graph('training');
    const [gamma, beta] = [graph.input('gamma', [4]), graph.input('beta', [5])];
    expect(() => layerNorm(graph.input('x', [2, 5]), { gamma, beta })).toThrow(
      'layerNorm: gamma and beta must have the last sizes of x, got x [2, 5] and gamma [4] and beta [5]',
    );
  });
});

describe('groupNorm', () => {
  for (const groups of [1, 2, 4])
    checkOperator(`groupNorm of 4 channels in ${groups} groups`, {
      inputs: [[2, 4, 3, 2], [4], [4]],
      build: (x, gamma, beta) => groupNorm(x, { groups, gamma: gamma!, beta: beta!, epsilon: 0.1 }),
      reference: (x, gamma, beta) =>
        normalised(x, 24 / groups, 0.1).map((value, i) => {
          const channel = Math.floor(i / 6) % 4;
          return value * gamma[channel]! + beta[channel]!;
        }),
      tolerance: 5e-5,
    });
  it('refuses groups that do not divide the channels', () => {
    const graph = new Graph('training');
    const [gamma, beta] = [graph.input('gamma', [4]), graph.input('beta', [4])];
    const x = graph.input('x', [2, 4, 3]);
    expect(() => groupNorm(x, { groups: 3, gamma, beta })).toThrow(
      'groupNorm: the 3 groups must divide the 4 channels, got x [2, 4, 3]',
    );
    expect(() => groupNorm(graph.input('y', [2, 3, 3]), { groups: 3, gamma, beta })).toThrow(
      'groupNorm: gamma and beta must be [C] for x of [B, C, …]',
    );
  });
});

it('normalisations print as text', () => {
  expect(
    operatorText((x, gamma, beta) => layerNorm(x, { gamma: gamma!, beta: beta! }), [2, 3], [3], [3]),
  ).toMatchInlineSnapshot(
    `"t0, t1, t2 = LayerNormalization(a, b, c) {axis: 1, epsilon: 0.00001}: [2, 3], [2, 1], [2, 1]"`,
  );
  expect(
    operatorText(
      (x, gamma, beta) => groupNorm(x, { groups: 2, gamma: gamma!, beta: beta! }),
      [1, 4, 3, 2],
      [4],
      [4],
    ),
  ).toMatchInlineSnapshot(`
    "t0 = Reshape(a, [1, 2, 12]): [1, 2, 12]
    t1 = InstanceNormalization(t0, [1, 1], [0, 0]) {epsilon: 0.00001}: [1, 2, 12]
    t2 = Reshape(b, [4, 1, 1]): [4, 1, 1]
    t3 = Reshape(t1, [1, 4, 3, 2]): [1, 4, 3, 2]
    t4 = Mul(t3, t2): [1, 4, 3, 2]
    t5 = Reshape(c, [1, 4, 1, 1]): [1, 4, 1, 1]
    t6 = Add(t4, t5): [1, 4, 3, 2]"
  `);
});
