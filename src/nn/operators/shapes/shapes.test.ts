import { describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { multiply } from '../arithmetic/multiply.js';
import { where } from '../comparisons/where.js';
import { stopGradient } from '../gradients/stop-gradient.js';
import { gather } from '../indexing/gather.js';
import { checkOperator } from '../operator-case.suite.js';
import { matmul } from '../products/matmul.js';
import { concat } from './concat.js';
import { reshape } from './reshape.js';
import { slice } from './slice.js';
import { split } from './split.js';
import { transpose } from './transpose.js';

const pick = (x: Float64Array, ...indices: number[]): number[] => indices.map((index) => x[index]!);
const input = (shape: number[]) => new Graph('training').input('x', shape);

describe('operators that move elements', () => {
  checkOperator('reshape', { inputs: [[2, 6]], build: (x) => reshape(x, [3, -1]), reference: (x) => x });
  checkOperator('transpose', {
    inputs: [[2, 3, 2]],
    build: (x) => transpose(x, [2, 0, 1]),
    reference: (x) => pick(x, 0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11),
  });
  checkOperator('slice', {
    inputs: [[2, 4]],
    build: (x) => slice(x, 1, 1, 3),
    reference: (x) => pick(x, 1, 2, 5, 6),
  });
  checkOperator('concat', {
    inputs: [
      [2, 1],
      [2, 2],
    ],
    build: (a, b) => concat([a!, b!], -1),
    reference: (a, b) => [a[0]!, b[0]!, b[1]!, a[1]!, b[2]!, b[3]!],
  });
  checkOperator('split', {
    inputs: [[3, 2]],
    build: (x) => {
      const [first, second] = split(x, [1, 2], 0);
      return concat([multiply(second!, 2), first!], 0);
    },
    reference: (x) => [...x.subarray(2).map((value) => 2 * value), ...x.subarray(0, 2)],
  });
  checkOperator('split of which one part is used', {
    inputs: [[3, 2]],
    build: (x) => split(x, [1, 2], 0)[1]!,
    reference: (x) => x.subarray(2),
  });
  checkOperator('gather with an index that comes twice', {
    inputs: [[2, 3]],
    build: (x) => gather(x, [2, 0, 2], 1),
    reference: (x) => pick(x, 2, 0, 2, 5, 3, 5),
  });
  checkOperator('where', {
    inputs: [[2, 3], [3], [2, 1]],
    build: (mask, a, b) => where(mask, a!, b!),
    reference: (mask, a, b) => mask.map((m, i) => (m > 0 ? a[i % 3]! : b[Math.floor(i / 3)]!)),
  });
  checkOperator('stopGradient', {
    inputs: [[3], [3]],
    build: (a, b) => multiply(a, stopGradient(b!)),
    reference: (a, b) => a.map((value, i) => value * b[i]!),
    withoutGradient: [1],
  });
});

describe('matmul', () => {
  const product = (a: Float64Array, b: Float64Array, m: number, n: number, p: number): number[] =>
    Array.from({ length: m * p }, (_, i) => {
      const row = Math.floor(i / p);
      return Array.from({ length: n }, (_, j) => a[row * n + j]! * b[j * p + (i % p)]!).reduce(
        (x, y) => x + y,
      );
    });
  checkOperator('matmul of matrices', {
    inputs: [
      [2, 3],
      [3, 4],
    ],
    build: matmul,
    reference: (a, b) => product(a, b, 2, 3, 4),
  });
  checkOperator('matmul of a batch with one matrix', {
    inputs: [
      [2, 2, 3],
      [3, 4],
    ],
    build: matmul,
    reference: (a, b) => [...product(a.subarray(0, 6), b, 2, 3, 4), ...product(a.subarray(6), b, 2, 3, 4)],
  });
  checkOperator('matmul of two batches', {
    inputs: [
      [2, 2, 3],
      [2, 3, 1],
    ],
    build: matmul,
    reference: (a, b) => [
      ...product(a.subarray(0, 6), b.subarray(0, 3), 2, 3, 1),
      ...product(a.subarray(6), b.subarray(3), 2, 3, 1),
    ],
  });
  it('refuses sizes that do not meet', () => {
    const graph = new Graph('training');
    expect(() => matmul(graph.input('a', [2, 3]), graph.input('b', [2, 3]))).toThrow(
      'matmul: the columns of a must be as many as the rows of b, got a [2, 3] and b [2, 3]',
    );
  });
});

describe('shape errors', () => {
  it.each([
    [
      'reshape',
      () => reshape(input([2, 3]), [4]),
      'reshape: both shapes must hold as many elements, got x [2, 3] and [4]',
    ],
    [
      'transpose',
      () => transpose(input([2, 3]), [0, 0]),
      'transpose: the order [0, 0] must name each axis once',
    ],
    ['slice', () => slice(input([4]), 0, 2, 5), 'slice: the range 2 to 5 must lie within the 4 of axis 0'],
    ['split', () => split(input([4]), [1, 2], 0), 'split: the sizes [1, 2] must sum to axis 0, got x [4]'],
    ['gather', () => gather(input([4]), [4], 0), 'gather: the indices [4] must lie within axis 0, got x [4]'],
    ['concat', () => concat([], 0), 'concat: needs at least one tensor'],
  ])('%s', (_name, build, message) => {
    expect(build).toThrow(message);
  });
  it('concat names both shapes', () => {
    const graph = new Graph('training');
    expect(() => concat([graph.input('a', [2, 3]), graph.input('b', [3, 3])], 1)).toThrow(
      'concat: shapes must be equal but for axis 1, got a [2, 3] and b [3, 3]',
    );
  });
});
