import { expect, test } from 'vitest';
import type { CellFigures, RowCell, RowResult } from '../../evaluation/rows/row-result.js';
import { summarise } from './results.js';

function result(errors: readonly (number | null)[]): RowResult {
  const known = errors.filter((error) => error !== null);
  const figures: CellFigures = {
    faces: known.length,
    nme: known.reduce((sum, error) => sum + error, 0) / known.length,
    interval: { low: 0, high: 9 },
    median: 1,
    failureRate: { 8: 0.5, 10: 0 },
    areaUnderCurve: { 8: 0.25, 10: 0.5 },
    regions: { eyes: 2 },
    withoutContour: null,
    byPoint: [],
  };
  const cell: RowCell = {
    part: 'test',
    data: 'x',
    split: 'test',
    comparison: 'mlp',
    points: 'all',
    countedPoints: 68,
    figures: { pupils: null, 'outer-eye-corners': figures },
    faces: errors.map((error, index) => ({
      index,
      id: `face ${index}`,
      person: `person ${index}`,
      errors: { pupils: null, 'outer-eye-corners': error },
    })),
  };
  return { cells: [cell] } as unknown as RowResult;
}

test('Seeds: mean, deviation of a sample, and errors of the same face averaged', () => {
  const [cell] = summarise(
    'row',
    [
      { seed: 1, result: result([2, 4, null]) },
      { seed: 2, result: result([4, 8, 6]) },
    ],
    { seed: 1, resamples: 500 },
  );
  const figures = cell!.figures['outer-eye-corners']!;
  // Means 3 and 6: their mean 4.5, their deviation 3 / √2.
  expect(figures.nme).toBe(4.5);
  expect(figures.deviation).toBeCloseTo(3 / Math.SQRT2);
  expect(figures.seeds).toEqual([
    { seed: 1, nme: 3 },
    { seed: 2, nme: 6 },
  ]);
  expect(cell!.faces.map(({ errors }) => errors['outer-eye-corners'])).toEqual([3, 6, null]);
  // Of two faces with 3 and 6, resampled: both ends are reached.
  expect(figures.interval).toEqual({ low: 3, high: 6 });
  expect(cell!.figures.pupils).toBeNull();
});

test('One seed has no deviation and keeps its own interval', () => {
  const [cell] = summarise('row', [{ seed: 1, result: result([2, 4]) }], { seed: 1, resamples: 500 });
  expect(cell!.figures['outer-eye-corners']!.deviation).toBeNull();
  expect(cell!.figures['outer-eye-corners']!.interval).toEqual({ low: 0, high: 9 });
});
