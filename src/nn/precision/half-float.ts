/** IEEE 754 binary16: conversion with round to nearest, ties to even. Values beyond 65504 become infinite. */

const word = new Uint32Array(1);
const single = new Float32Array(word.buffer);

/** @returns the 16 bits of the nearest half-precision number. */
export function toHalf(value: number): number {
  single[0] = value;
  const bits = word[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 127;
  const fraction = bits & 0x7fffff;
  if (exponent === 128) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200);
  if (exponent > 15) return sign | 0x7c00;
  // Subnormal halves are multiples of 2⁻²⁴; what is below half of one becomes zero.
  const shift = exponent < -14 ? Math.min(13 - 14 - exponent, 31) : 13;
  const whole = exponent < -14 ? fraction | 0x800000 : fraction;
  const base = exponent < -14 ? 0 : (exponent + 15) << 10;
  const kept = shift > 24 ? 0 : whole >>> shift;
  const rest = shift > 24 ? 0 : whole & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  const up = rest > half || (rest === half && (kept & 1) === 1) ? 1 : 0;
  // A carry out of the fraction raises the exponent, up to infinity: just what rounding asks for.
  return sign | (base + kept + up);
}
