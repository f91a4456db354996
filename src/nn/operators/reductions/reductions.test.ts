import { describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { logSoftmax } from '../activations/log-softmax.js';
import { softmax } from '../activations/softmax.js';
import { meanSquaredError } from '../losses/mean-squared-error.js';
import { checkOperator } from '../operator-case.suite.js';
import { reduceMax } from './reduce-max.js';
import { reduceMean } from './reduce-mean.js';
import { reduceSum } from './reduce-sum.js';

/** Calls `reduce` with the three values of axis 1 of a `[2, 3, 4]` array, for each of the others. */
function alongMiddle(x: Float64Array, reduce: (values: number[]) => number): number[] {
  return Array.from({ length: 8 }, (_, i) =>
    reduce([0, 1, 2].map((j) => x[Math.floor(i / 4) * 12 + j * 4 + (i % 4)]!)),
  );
}
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

describe('reductions', () => {
  const inputs = [[2, 3, 4]];
  checkOperator('reduceSum of all', { inputs, build: (x) => reduceSum(x), reference: (x) => [sum(x)] });
  checkOperator('reduceSum of an axis', {
    inputs,
    build: (x) => reduceSum(x, [1]),
    reference: (x) => alongMiddle(x, sum),
  });
  checkOperator('reduceSum of an axis kept', {
    inputs,
    build: (x) => reduceSum(x, [-2], true),
    reference: (x) => alongMiddle(x, sum),
  });
  checkOperator('reduceMean of all', {
    inputs,
    build: (x) => reduceMean(x),
    reference: (x) => [sum(x) / 24],
  });
  checkOperator('reduceMean of two axes', {
    inputs,
    build: (x) => reduceMean(x, [1, 2]),
    reference: (x) => [sum(x.subarray(0, 12)) / 12, sum(x.subarray(12)) / 12],
  });
  checkOperator('reduceMax of an axis', {
    inputs,
    build: (x) => reduceMax(x, [1]),
    reference: (x) => alongMiddle(x, (values) => Math.max(...values)),
  });
  it('refuse an axis that is not there or comes twice', () => {
    const x = new Graph('training').input('x', [2, 3]);
    expect(() => reduceSum(x, [2])).toThrow('reduceSum: axis 2 must lie within the rank 2');
    expect(() => reduceMean(x, [0, -2])).toThrow('reduceMean: axes [0, 0] must differ, got x [2, 3]');
  });
});

/** Replaces the three values of axis 1 of a `[2, 3, 4]` array. */
function mapMiddle(x: Float64Array, map: (values: number[]) => number[]): Float64Array {
  const y = new Float64Array(24);
  for (let i = 0; i < 8; i++) {
    const at = (j: number): number => Math.floor(i / 4) * 12 + j * 4 + (i % 4);
    map([0, 1, 2].map((j) => x[at(j)]!)).forEach((value, j) => {
      y[at(j)] = value;
    });
  }
  return y;
}
const shares = (values: number[]): number[] => values.map((v) => Math.exp(v) / sum(values.map(Math.exp)));

describe('softmax', () => {
  checkOperator('softmax over the middle axis', {
    inputs: [[2, 3, 4]],
    build: (x) => softmax(x, 1),
    reference: (x) => mapMiddle(x, shares),
  });
  checkOperator('softmax over the last axis', {
    inputs: [[2, 3]],
    build: (x) => softmax(x),
    reference: (x) => [...shares([...x.subarray(0, 3)]), ...shares([...x.subarray(3)])],
  });
  checkOperator('logSoftmax', {
    inputs: [[2, 3, 4]],
    build: (x) => logSoftmax(x, 1),
    reference: (x) => mapMiddle(x, (values) => shares(values).map(Math.log)),
  });
  it('refuses an axis that is not there', () => {
    expect(() => softmax(new Graph('training').input('x', [2]), 1)).toThrow('softmax: axis 1');
  });
});

describe('meanSquaredError', () => {
  checkOperator('meanSquaredError', {
    inputs: [
      [2, 3],
      [2, 3],
    ],
    build: meanSquaredError,
    reference: (a, b) => [sum(a.map((value, i) => (value - b[i]!) ** 2)) / 6],
  });
  it('refuses to broadcast', () => {
    const graph = new Graph('training');
    expect(() => meanSquaredError(graph.input('a', [2, 3]), graph.input('b', [3]))).toThrow(
      'meanSquaredError: both shapes must be equal, got a [2, 3] and b [3]',
    );
  });
});
