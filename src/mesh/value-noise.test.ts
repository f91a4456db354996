import { describe, expect, it } from 'vitest';
import { smoothStep } from '../core/numbers/smooth-step.js';
import { cellNoise, noise3, noisePeriod, readNoise } from './value-noise.js';

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

  it('reads several places in one go, as many as it is asked for', () => {
    const places = [
      [0.2, -3.4, 5.1],
      [61.7, 2, 8.9],
      [-0.6, 70.3, 1.5],
    ] as const;
    const values = new Float64Array([9, 9, 9]);
    readNoise(Float64Array.from(places.flat()), values, 2);
    expect([...values]).toEqual([noise3(...places[0]), noise3(...places[1]), 9]);
    expect(values[0]).not.toBe(values[1]);
  });

  it('smooth step runs either way', () => {
    expect([smoothStep(0, 1, -1), smoothStep(0, 1, 0.5), smoothStep(0, 1, 2)]).toEqual([0, 0.5, 1]);
    expect([smoothStep(1, 0, -1), smoothStep(1, 0, 0.25), smoothStep(1, 0, 2)]).toEqual([1, 0.84375, 0]);
  });
});
