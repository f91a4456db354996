import { describe, expect, it } from 'vitest';
import { ModeSum } from './mode-sum.js';

// 19 numbers: two whole blocks of eight and a part of a third.
const mean = Float32Array.from({ length: 19 }, (_, i) => i / 4);
const modes = [
  Float32Array.from({ length: 19 }, (_, i) => Math.sin(i)),
  Float32Array.from({ length: 19 }, (_, i) => 0.01 * Math.cos(3 * i)),
  new Float32Array(19),
];

describe('ModeSum', () => {
  it('adds each mode by its weight, within the step that its numbers are kept to', () => {
    const sum = new ModeSum(mean, modes).at([2, -1.5, 7]);
    expect(sum).toHaveLength(19);
    sum.forEach((value, i) => {
      const exact = mean[i]! + 2 * modes[0]![i]! - 1.5 * modes[1]![i]!;
      expect(Math.abs(value - exact), `number ${i}`).toBeLessThan((2 * 1 + 1.5 * 0.01) / 65534 + 1e-6);
    });
  });

  it('gives the mean itself for no weights, and results of their own each time', () => {
    const sum = new ModeSum(mean, modes);
    const first = sum.at([1]);
    expect(sum.at([])).toEqual(mean);
    expect(sum.at([0, 0, 0])).toEqual(mean);
    expect(sum.at([1])).toEqual(first);
  });
});
