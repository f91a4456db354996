import { expect, it } from 'vitest';
import { sameShape, turnedSize } from './same-shape.js';

const size = (width: number, height: number) => ({ width, height });

it.each([
  [size(40, 30), size(80, 60), true],
  [size(1000, 667), size(100, 67), true],
  [size(1000, 665), size(100, 66), true],
  [size(4000, 3000), size(400, 298), false],
  [size(400, 300), size(400, 300), true],
  // Cut by one pixel, not scaled.
  [size(11, 16), size(10, 16), false],
  [size(40, 30), size(60, 80), false],
  [size(0, 0), size(60, 80), false],
])('%o and %o', (a, b, are) => {
  expect(sameShape(a, b)).toBe(are);
  expect(sameShape(turnedSize(a), turnedSize(b))).toBe(are);
});
