import { describe, expect, it } from 'vitest';
import { halfFloatTable, toHalfFloat } from './half-float.js';

/** The number that the bits of a half stand for, by IEEE 754's definition. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

describe('half floats', () => {
  it('are read by their definition, and each that is a number is given back', () => {
    const table = halfFloatTable();
    const right = Array.from(table, (value, bits) => Object.is(value, fromHalf(bits)));
    expect(right.indexOf(false)).toBe(-1);
    const back = Array.from(table, (value, bits) => Number.isNaN(value) || toHalfFloat(value) === bits);
    expect(back.indexOf(false)).toBe(-1);
  });

  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [1 / 3, 0x3555],
    [65504, 0x7bff],
    [65519, 0x7bff],
    [65520, 0x7c00],
    [Number.POSITIVE_INFINITY, 0x7c00],
    [Number.NEGATIVE_INFINITY, 0xfc00],
    [2 ** -14, 0x0400],
    [2 ** -24, 1],
    [2 ** -25, 0],
    [1.5 * 2 ** -24, 2],
    [2 ** -40, 0],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [2 - 2 ** -12, 0x4000],
    [2 - 1e-6, 0x4000],
    [1023.5 * 2 ** -24, 0x400],
    // As a float32 it would be the tie between two halves, and go down.
    [1 + 2 ** -11 + 2 ** -40, 0x3c01],
  ])('round %d to the nearest, ties to even', (value, bits) => {
    expect(toHalfFloat(value)).toBe(bits);
  });

  it('keep NaN', () => {
    expect(toHalfFloat(Number.NaN) & 0x7fff).toBeGreaterThan(0x7c00);
  });
});
