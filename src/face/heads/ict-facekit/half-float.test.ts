import { describe, expect, it } from 'vitest';
import { halfFloatTable, toHalfFloat } from './half-float.js';

describe('half floats', () => {
  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [1 / 3, 0x3555],
    [Number.POSITIVE_INFINITY, 0x7c00],
  ])('writes %d as the bits of IEEE 754', (value, bits) => {
    expect(toHalfFloat(value)).toBe(bits);
  });

  it('rounds to the nearest, ties to even, and carries into the exponent', () => {
    expect(toHalfFloat(1 + 1 / 2048)).toBe(0x3c00);
    expect(toHalfFloat(1 + 3 / 2048)).toBe(0x3c02);
    expect(toHalfFloat(2 - 1e-6)).toBe(0x4000);
    expect(toHalfFloat(65520)).toBe(0x7c00);
  });

  it('gives every finite pattern back', () => {
    const table = halfFloatTable();
    for (let bits = 0; bits < 65536; bits++)
      if (Number.isFinite(table[bits]!)) expect(toHalfFloat(table[bits]!)).toBe(bits);
  });
});
