import { expect, test } from 'vitest';
import { mean, median, quantile, sortedQuantile, standardDeviation, wilsonInterval } from './statistics.js';

test('mean, median and deviation by hand, of lists and of typed arrays', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(mean(Float32Array.of(1, 2))).toBe(1.5);
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 7])).toBe(6);
  expect(median(Uint8Array.of(200, 100))).toBe(150);
  // Squares of 3, 1 and 2 over n − 1.
  expect(standardDeviation([1, 3, 6, 6])).toBeCloseTo(Math.sqrt((9 + 1 + 4 + 4) / 3), 12);
});

test('quantiles lie between the two nearest values', () => {
  expect(quantile([30, 10, 20], 0)).toBe(10);
  expect(quantile([30, 10, 20], 1)).toBe(30);
  expect(quantile([30, 10, 20], 0.25)).toBe(15);
  expect(sortedQuantile([0, 10], 0.9)).toBeCloseTo(9, 12);
});

test('nothing gives no figure, and one value no spread', () => {
  expect([mean([]), median([]), quantile([], 0.5)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  expect(standardDeviation([4])).toBeNull();
  expect(standardDeviation([4, 4])).toBe(0);
});

test('a quantile leaves the list in its order', () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test('the interval of a share, by hand, stays between none and all', () => {
  // 5 of 10: 0.5 ± 1.96 · √(0.025 + 3.8416 / 400) / 1.38416.
  const { low, high } = wilsonInterval(0.5, 10);
  expect([low, high].map((value) => value.toFixed(4))).toEqual(['0.2366', '0.7634']);
  expect(wilsonInterval(0, 10).low).toBeCloseTo(0, 12);
  expect(wilsonInterval(1, 10).high).toBeCloseTo(1, 12);
});
