import { expect, test } from 'vitest';
import { areaUnderRoc } from './area-under-roc.js';

test('counts the pairs in the right order, equal ones half', () => {
  // Of the pairs (0.9, 0.2), (0.9, 0.4), (0.4, 0.2), (0.4, 0.4) three and a half are right.
  expect(areaUnderRoc([0.2, 0.9, 0.4, 0.4], [0, 1, 1, 0])).toBe(0.875);
  expect(areaUnderRoc([1, 2, 3], [false, false, true])).toBe(1);
  expect(areaUnderRoc([5, 5, 5], [1, 0, 0])).toBe(0.5);
});

test('is no number where there is nothing to tell apart', () => {
  expect(areaUnderRoc([1, 2], [1, 1])).toBeNaN();
  expect(areaUnderRoc([], [])).toBeNaN();
});
