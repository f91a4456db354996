import { describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { checkOperator } from '../operator-case.suite.js';
import { operatorText } from '../operator-text.suite.js';
import { pad } from '../shapes/pad.js';
import { embedding } from './embedding.js';
import { oneHot } from './one-hot.js';
import { scatter } from './scatter.js';

const input = (name: string, shape: number[]) => new Graph('training').input(name, shape);

describe('pad', () => {
  /** Of a `[2, 3]` array: row and column of each element that comes out; −1 for none. */
  const picked = (x: Float64Array, rows: number[], columns: number[], value = 0): number[] =>
    rows.flatMap((row) => columns.map((column) => (row < 0 || column < 0 ? value : x[row * 3 + column]!)));
  const inputs = [[2, 3]];

  checkOperator('pad with a value', {
    inputs,
    build: (x) => pad(x, [1, 0], [0, 2], { value: 4 }),
    reference: (x) => picked(x, [-1, 0, 1], [0, 1, 2, -1, -1], 4),
  });
  checkOperator('pad with the edge', {
    inputs,
    build: (x) => pad(x, [2, 1], [0, 1], { mode: 'edge' }),
    reference: (x) => picked(x, [0, 0, 0, 1], [0, 0, 1, 2, 2]),
  });
  checkOperator('pad with the mirror image', {
    inputs,
    build: (x) => pad(x, [1, 2], [1, 1], { mode: 'reflect' }),
    reference: (x) => picked(x, [1, 0, 1, 0], [2, 1, 0, 1, 2, 1]),
  });

  it('refuses missing axes, negative sizes and a mirror image that is too long', () => {
    const x = input('x', [2, 3]);
    expect(() => pad(x, [1], [1])).toThrow('pad: before [1] and after [1] must name each axis, got x [2, 3]');
    expect(() => pad(x, [0, -1], [0, 0])).toThrow('pad: sizes must be whole and not negative, got [0, -1, 0');
    expect(() => pad(x, [2, 0], [0, 0], { mode: 'reflect' })).toThrow(
      'pad: a mirror image of 2 must be shorter than axis 0, got x [2, 3]',
    );
  });

  it('prints as text', () => {
    expect(operatorText((x) => pad(x, [1, 0], [0, 2]), [2, 3])).toMatchInlineSnapshot(
      `"t0 = Pad(a, [1, 0, 0, 2], 0) {mode: constant}: [3, 5]"`,
    );
    expect(operatorText((x) => pad(x, [1, 0], [0, 0], { mode: 'edge' }), [2, 3])).toMatchInlineSnapshot(
      `"t0 = Gather(a, [0, 0, 1]) {axis: 0}: [3, 3]"`,
    );
  });
});

describe('embedding', () => {
  const rows = (table: Float64Array, ...indices: number[]): number[] =>
    indices.flatMap((index) => [table[2 * index]!, table[2 * index + 1]!]);
  checkOperator('embedding of fed indices, one twice', {
    inputs: [[4, 2]],
    build: (table) => embedding(table, table.graph.constant([3, 0, 3, 1, 1, 3], [2, 3])),
    reference: (table) => rows(table, 3, 0, 3, 1, 1, 3),
  });
  checkOperator('embedding of fixed indices', {
    inputs: [[4, 2]],
    build: (table) => embedding(table, [2, 2]),
    reference: (table) => rows(table, 2, 2),
  });
  it('refuses what is no table and indices that lie outside', () => {
    expect(() => embedding(input('table', [4]), [0])).toThrow(
      'embedding: the table must be [N, D], got table [4]',
    );
    expect(() => embedding(input('table', [4, 2]), [1, 4])).toThrow(
      'embedding: the indices [1, 4] must lie within the table, got table [4, 2]',
    );
    expect(() => embedding(input('table', [4, 2]), [0.5])).toThrow('embedding: indices must be whole');
  });
  it('prints as text', () => {
    expect(operatorText((table, indices) => embedding(table, indices!), [4, 2], [3])).toMatchInlineSnapshot(`
      "t0 = Cast(b) {to: 7}: [3]
      t1 = Gather(a, t0) {axis: 0}: [3, 2]"
    `);
  });
});

describe('scatter', () => {
  checkOperator('scatter that replaces', {
    inputs: [
      [2, 4],
      [2, 2],
    ],
    build: (x, updates) => scatter(x, [2, 0], updates!, 1),
    reference: (x, u) => [u[1]!, x[1]!, u[0]!, x[3]!, u[3]!, x[5]!, u[2]!, x[7]!],
  });
  checkOperator('scatter that adds, at fed indices, one twice', {
    inputs: [
      [3, 2],
      [3, 2],
    ],
    build: (x, updates) => scatter(x, x.graph.constant([2, 0, 2]), updates!, 0, { reduction: 'add' }),
    reference: (x, u) => [
      x[0]! + u[2]!,
      x[1]! + u[3]!,
      x[2]!,
      x[3]!,
      x[4]! + u[0]! + u[4]!,
      x[5]! + u[1]! + u[5]!,
    ],
  });
  it('refuses updates of another shape, places outside and places that come twice', () => {
    const graph = new Graph('training');
    const [x, updates] = [graph.input('x', [2, 4]), graph.input('updates', [2, 2])];
    expect(() => scatter(x, [0], updates, 1)).toThrow(
      'scatter: the updates must be as x, with as many as indices along axis 1, got x [2, 4] and [1] and updates [2, 2]',
    );
    expect(() => scatter(x, [0, 4], updates, 1)).toThrow(
      'scatter: the indices [0, 4] must lie within axis 1',
    );
    expect(() => scatter(x, [1, 1], updates, 1)).toThrow('scatter: the indices [1, 1] must differ');
  });
  it('prints as text', () => {
    const text = operatorText((x, u) => scatter(x, [2, 0], u!, 1, { reduction: 'add' }), [2, 4], [2, 2]);
    expect(text).toMatchInlineSnapshot(`
      "t0 = Reshape([2, 0], [1, 2]): [1, 2]
      t1 = Expand(t0, [2, 2]): [2, 2]
      t2 = ScatterElements(a, t1, b) {axis: 1, reduction: add}: [2, 4]"
    `);
  });
});

describe('oneHot', () => {
  checkOperator('oneHot along the middle axis', {
    inputs: [[1]],
    build: (x) => oneHot(x.graph.constant([2, 0, 1, 1], [2, 2]), 3, 1),
    reference: () => [0, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0],
    withoutGradient: [0],
  });
  it('refuses an axis that is not there', () => {
    expect(() => oneHot(input('classes', [2]), 3, 2)).toThrow('oneHot: axis 2 must lie within the rank 2');
  });
});
