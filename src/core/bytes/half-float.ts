/** IEEE 754 binary16 as 16-bit patterns: decoding through a table, encoding with round to nearest, ties to even. */

let table: Float32Array | undefined;

/** `[65536]` the value of every bit pattern. */
export function halfFloatTable(): Float32Array {
  table ??= Float32Array.from({ length: 65536 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0) return sign * 2 ** -14 * (fraction / 1024);
    if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
  });
  return table;
}

/**
 * The bits of the half nearest to a number, which need not be a float32: by way of one, some would be rounded twice. Beyond
 * ±65504 it is infinite.
 */
export function toHalfFloat(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  if (size < 2 ** -14) return sign | roundEven(size * 2 ** 24);
  // A carry out of the fraction raises the exponent by itself.
  return sign | (((exponent + 15) << 10) + roundEven((size / 2 ** exponent - 1) * 1024));
}

function roundEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
