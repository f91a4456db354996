import { describe, expect, it } from 'vitest';
import { averageDecay, followAverage } from './moving-average.js';

describe('moving average', () => {
  it('warms up from 2/11 to its decay', () => {
    expect(averageDecay(0.9, 1)).toBeCloseTo(2 / 11, 12);
    expect(averageDecay(0.9, 40)).toBeCloseTo(41 / 50, 12);
    expect(averageDecay(0.9, 80)).toBeCloseTo(0.9, 12);
    expect(averageDecay(0.9, 1e6)).toBe(0.9);
  });

  it('goes the rest of the decay towards the values, in its range', () => {
    const average = Float32Array.of(1, 1, 1);
    followAverage(average, Float32Array.of(3, 3, 3), 0.75, 1, 2);
    expect([...average]).toEqual([1, 1.5, 1]);
  });

  it('keeps the bits of a value that stands still', () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => Math.sin(i) / 3);
    const average = values.slice();
    for (let step = 1; step < 20; step++) followAverage(average, values, averageDecay(0.999, step));
    expect(average).toEqual(values);
  });
});
