import { expect, it } from 'vitest';
import { overlapOf, sharedArea } from './box-overlap.js';

it('is what two boxes share over what they cover together', () => {
  const box = { x: 0, y: 0, width: 2, height: 2 };
  expect(overlapOf(box, box)).toBe(1);
  expect(sharedArea(box, { x: 1, y: 1, width: 2, height: 2 })).toBe(1);
  expect(overlapOf(box, { x: 1, y: 1, width: 2, height: 2 })).toBeCloseTo(1 / 7, 12);
  expect(overlapOf(box, { x: 2, y: 0, width: 2, height: 2 })).toBe(0);
  // Apart along both axes: two negative lengths are no area.
  expect(overlapOf(box, { x: 5, y: 5, width: 2, height: 2 })).toBe(0);
  const nothing = { x: 1, y: 1, width: 0, height: 0 };
  expect(overlapOf(nothing, nothing)).toBe(0);
});
