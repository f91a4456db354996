import { expect, test } from 'vitest';
import { encodeByte, linearOfByte, toneCurve } from './tone-curve.js';

test('every sRGB byte comes back from its linear light', () => {
  for (let byte = 0; byte < 256; byte++) expect(encodeByte(linearOfByte[byte]!)).toBe(byte);
  expect(linearOfByte[188]).toBeCloseTo(0.5029, 4);
});

test('the curve starts at black, keeps middle grey, rises, and ends at white', () => {
  expect(toneCurve(0)).toBe(0);
  expect(toneCurve(0.18)).toBeCloseTo(0.1725, 4);
  for (let x = 0.01; x < 8; x *= 1.1) expect(toneCurve(x * 1.1)).toBeGreaterThan(toneCurve(x) - 1e-12);
  expect(toneCurve(100)).toBe(1);
});
