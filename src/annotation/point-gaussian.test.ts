import { expect, test } from 'vitest';
import { Random } from '../core/random.js';
import { conditionPoints, type PointGaussian, remainingSpread } from './point-gaussian.js';

const random = new Random(7, 'point gaussian');
const [count, rank] = [4, 3];
const gaussian: PointGaussian = {
  points: Float32Array.from({ length: 2 * count }, () => 100 * random.uniform(0, 1)),
  modes: Array.from({ length: rank }, () => Float32Array.from({ length: 2 * count }, () => random.normal())),
  residual: Float32Array.from({ length: count }, () => random.uniform(0.2, 1.2)),
  hand: 0.7,
};

/** Σ of all coordinates, written out. */
function covariance(i: number, j: number): number {
  const own = i === j ? gaussian.residual[i >> 1]! : 0;
  return own + gaussian.modes.reduce((sum, mode) => sum + mode[i]! * mode[j]!, 0);
}

/** A⁻¹ B by elimination. @param rows – [A | B]. */
function solved(rows: number[][]): number[][] {
  const n = rows.length;
  for (let i = 0; i < n; i++) {
    const pivot = rows[i]![i]!;
    rows[i] = rows[i]!.map((value) => value / pivot);
    for (let j = 0; j < n; j++)
      if (j !== i) rows[j] = rows[j]!.map((value, c) => value - rows[j]![i]! * rows[i]![c]!);
  }
  return rows.map((row) => row.slice(n));
}

const put = new Map([
  [1, { x: 40, y: 55 }],
  [3, { x: 61, y: 12 }],
]);
const fixedAxes = [...put.keys()].flatMap((k) => [2 * k, 2 * k + 1]);
const missed = [...put].flatMap(([k, { x, y }]) => [
  x - gaussian.points[2 * k]!,
  y - gaussian.points[2 * k + 1]!,
]);
const observed = (): number[][] =>
  fixedAxes.map((i) => fixedAxes.map((j) => covariance(i, j) + (i === j ? gaussian.hand ** 2 : 0)));

test('points that are put somewhere condition the rest as a dense Gaussian does', () => {
  const weights = solved(observed().map((row, i) => [...row, missed[i]!])).map(([w]) => w!);
  const given = conditionPoints(gaussian, put);
  for (const i of [0, 1, 4, 5])
    expect(given[i]).toBeCloseTo(
      gaussian.points[i]! + fixedAxes.reduce((sum, j, f) => sum + covariance(i, j) * weights[f]!, 0),
      3,
    );
  expect([...given.slice(2, 4), ...given.slice(6)]).toEqual([40, 55, 61, 12]);
});

test('what stays uncertain is the dense posterior, and nothing of a point that was put', () => {
  const spread = remainingSpread(gaussian, put);
  for (const k of [0, 2]) {
    const variance = [2 * k, 2 * k + 1].map((i) => {
      const across = fixedAxes.map((j) => covariance(j, i));
      const weights = solved(observed().map((row, f) => [...row, across[f]!])).map(([w]) => w!);
      return covariance(i, i) - across.reduce((sum, value, f) => sum + value * weights[f]!, 0);
    });
    expect(spread[k]).toBeCloseTo(Math.sqrt((variance[0]! + variance[1]!) / 2), 4);
  }
  expect([spread[1], spread[3]]).toEqual([0, 0]);
});

test('a point that was put alone moves no other', () => {
  const given = conditionPoints(gaussian, new Map([[1, { x: 40, y: 55, alone: true }]]));
  expect([...given]).toEqual([...gaussian.points.slice(0, 2), 40, 55, ...gaussian.points.slice(4)]);
});
