import { expect, test } from 'vitest';
import { measuringSeconds } from './estimate.js';

test('Measuring is expected to take what rows of the medium study took, and less for fewer faces', () => {
  const medium = measuringSeconds(762, { fitFaces: 72, auxiliary: true });
  expect(medium).toBeGreaterThan(45);
  expect(medium).toBeLessThan(58);
  const alone = measuringSeconds(762, { fitFaces: 0, auxiliary: true });
  expect(alone).toBeGreaterThan(20);
  expect(alone).toBeLessThan(27);
  expect(measuringSeconds(100, { fitFaces: 10, auxiliary: true })).toBeLessThan(medium / 1.5);
  expect(measuringSeconds(20, { fitFaces: 4, auxiliary: true, steps: 2 })).toBeLessThan(5);
});
