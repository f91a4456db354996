import { expect, it } from 'vitest';
import type { IndexColumn } from './columns-in-memory.js';
import { type Columns, type FaceErrors, pairsOf } from './errors-by-parts.js';

const glasses: IndexColumn = {
  kind: 'text',
  name: 'glasses',
  words: ['clear', 'none'],
  codes: Uint32Array.from({ length: 10 }, (_, row) => row % 2),
};

const errorsOf = (model: string, rows: readonly number[], all: readonly number[]): FaceErrors => ({
  model,
  rows,
  persons: rows.map(String),
  all,
  regions: [{ region: 'eyes', errors: all.map((error) => error / 2) }],
});

function columns(): Columns & { added: Map<string, Float32Array> } {
  const added = new Map<string, Float32Array>();
  return {
    columnIndex: { count: 10, columns: new Map([['glasses', glasses]]) },
    added,
    addColumn: (name, values) => void added.set(name, values),
  };
}

it('pairs two models face by face: what is common to both falls away', () => {
  const rows = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const hard = [1, 30, 2, 20, 3, 10, 4, 9, 1];
  const first = errorsOf(
    'a',
    rows,
    hard.map((error) => error + 0.5),
  );
  // In another order, and without row 8.
  const order = [7, 6, 5, 4, 3, 2, 1, 0];
  const second = errorsOf(
    'b',
    order,
    order.map((row) => hard[row]!),
  );
  const explored = columns();
  const [pair, ...others] = pairsOf(explored, [first, second]);
  expect(others).toEqual([]);
  expect(pair).toMatchObject({ first: 'a', second: 'b', column: 'error a − b', faces: 8, firstBetter: 0 });
  // Every face is worse by the same: an interval of one point, however much faces differ.
  for (const value of [pair!.nme, pair!.low, pair!.high]) expect(value).toBeCloseTo(0.5, 6);
  expect(pair!.regions).toEqual([{ region: 'eyes', nme: expect.closeTo(0.25, 6) }]);
  expect(pair!.pValue).toBeCloseTo(2 / 2 ** 8, 10);
  expect(pair!.groups.map(({ part, faces }) => [part, faces])).toEqual([
    ['clear', 4],
    ['none', 4],
  ]);
  const column = [...explored.added.get('error a − b')!];
  expect(column.slice(0, 8).every((value) => Math.abs(value - 0.5) < 1e-5)).toBe(true);
  expect(column.slice(8)).toEqual([Number.NaN, Number.NaN]);
});

it('makes a pair of each two, and none of models without a face in common', () => {
  const models = [
    errorsOf('a', [0, 1], [1, 2]),
    errorsOf('b', [0, 1], [2, 1]),
    errorsOf('c', [2, 3], [1, 1]),
    errorsOf('d', [1, 2], [1, 1]),
  ];
  expect(pairsOf(columns(), models).map(({ column }) => column)).toEqual([
    'error a − b',
    'error a − d',
    'error b − d',
    'error c − d',
  ]);
});
