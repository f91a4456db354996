import { describe, expect, it } from 'vitest';
import { angleToLens } from './lens-angle.js';

describe('angleToLens', () => {
  it('is nothing for who looks into the lens from wherever they are, and the angle beside it else', () => {
    expect(angleToLens({ origin: [0, 0, -80], direction: [0, 0, 1] })).toBe(0);
    // 60 to the right and 80 away: the lens lies to the left.
    expect(angleToLens({ origin: [60, 0, -80], direction: [-0.6, 0, 0.8] })).toBeCloseTo(0, 6);
    expect(angleToLens({ origin: [60, 0, -80], direction: [0, 0, 1] })).toBeCloseTo(Math.atan(0.75), 10);
    expect(angleToLens({ origin: [0, 0, -80], direction: [0, 0, -1] })).toBeCloseTo(Math.PI, 10);
  });

  it('is not known of hidden eyes', () => {
    expect(angleToLens({ origin: [0, 0, -80] })).toBeUndefined();
  });
});
