import { describe, expect, it } from 'vitest';
import { blurGaussian, smear } from './blur.js';

const size = 21;
const dot = (): Float32Array => {
  const data = new Float32Array(size * size * 3);
  data.fill(1, (10 * size + 10) * 3, (10 * size + 10) * 3 + 3);
  return data;
};

describe('blurGaussian', () => {
  it('spreads a dot as the Gaussian does and keeps its light', () => {
    const data = dot();
    blurGaussian({ width: size, height: size, data }, 1.5);
    const at = (x: number, y: number): number => data[(y * size + x) * 3 + 1]!;
    expect(at(10, 10)).toBeCloseTo(1 / (2 * Math.PI * 1.5 ** 2), 2);
    expect(at(12, 10) / at(10, 10)).toBeCloseTo(Math.exp(-4 / (2 * 1.5 ** 2)), 5);
    expect(at(10, 12)).toBeCloseTo(at(12, 10), 7);
    expect(data.reduce((sum, value) => sum + value, 0)).toBeCloseTo(3, 4);
  });

  it('leaves an even picture as it is, in bytes and in floats', () => {
    for (const data of [
      new Uint8Array(size * size * 3).fill(77),
      new Float32Array(size * size * 3).fill(0.3),
    ]) {
      const before = data.slice();
      blurGaussian({ width: size, height: size, data }, 2);
      for (let i = 0; i < data.length; i++) expect(data[i]).toBeCloseTo(before[i]!, 6);
    }
  });
});

describe('smear', () => {
  it('spreads a dot evenly along its direction', () => {
    const data = dot();
    smear({ width: size, height: size, data }, 4, Math.PI / 2);
    for (let y = 0; y < size; y++)
      expect(data[(y * size + 10) * 3]).toBeCloseTo(Math.abs(y - 10) <= 2 ? 0.2 : 0, 6);
    expect(data[(10 * size + 11) * 3]).toBe(0);
  });
});
