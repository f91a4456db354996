import { describe, expect, it } from 'vitest';
import { smoothStep } from '../../core/smooth-step.js';
import { cellNoise, noise3, noisePeriod } from './value-noise.js';

describe('value noise', () => {
  it('equals the lattice at whole coordinates and its mean halfway', () => {
    expect(noise3(3, 4, 5)).toBeCloseTo(cellNoise(3, 4, 5), 12);
    expect(noise3(3.5, 4, 5)).toBeCloseTo((cellNoise(3, 4, 5) + cellNoise(4, 4, 5)) / 2, 12);
  });

  it('is continuous across cells and below zero, and repeats', () => {
    for (const x of [-7, 0, 12]) {
      expect(Math.abs(noise3(x - 1e-6, 0.3, 0.7) - noise3(x + 1e-6, 0.3, 0.7))).toBeLessThan(1e-5);
    }
    expect(noise3(1.2 + noisePeriod, 2.3, 3.4)).toBeCloseTo(noise3(1.2, 2.3, 3.4), 9);
  });

  it('smooth step runs either way', () => {
    expect([smoothStep(0, 1, -1), smoothStep(0, 1, 0.5), smoothStep(0, 1, 2)]).toEqual([0, 0.5, 1]);
    expect([smoothStep(1, 0, -1), smoothStep(1, 0, 0.25), smoothStep(1, 0, 2)]).toEqual([1, 0.84375, 0]);
  });
});
