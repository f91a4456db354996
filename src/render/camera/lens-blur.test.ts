import { describe, expect, test } from 'vitest';
import { blurByDepth, discRadius } from './lens-blur.js';

const size = 64;
const lens = { aperture: 3, focus: 100, focal: 400 };

describe('depth of field', () => {
  test('the disc follows the thin lens: nothing at the focus, aperture·focal/2·|1/f − 1/z| elsewhere', () => {
    expect(discRadius(lens, 100)).toBe(0);
    expect(discRadius(lens, 200)).toBeCloseTo(3, 9);
    expect(discRadius({ ...lens, aperture: 0 }, 50)).toBe(0);
  });

  test('what is in focus stays sharp, also before a blurred wall; the wall is blurred', () => {
    const stripes = (): Float32Array =>
      Float32Array.from({ length: size * size * 3 }, (_, i) => Math.floor(i / 3) % 2);
    const light = stripes();
    const depth = new Float32Array(size * size).fill(200);
    for (let y = 20; y < 44; y++) depth.fill(100, y * size + 20, y * size + 44);
    blurByDepth(light, depth, size, size, lens);
    const before = stripes();
    const contrast = (x: number, y: number): number =>
      Math.abs(light[(y * size + x) * 3]! - light[(y * size + x + 1) * 3]!);
    for (let x = 20; x < 44; x++) expect(light[(30 * size + x) * 3]).toBe(before[(30 * size + x) * 3]);
    expect(contrast(8, 30)).toBeLessThan(0.5);
  });

  test('a blurred thing spreads over the background beside it', () => {
    const light = new Float32Array(size * size * 3);
    const depth = new Float32Array(size * size);
    for (let y = 20; y < 44; y++) {
      depth.fill(200, y * size + 20, y * size + 44);
      light.fill(1, (y * size + 20) * 3, (y * size + 44) * 3);
    }
    blurByDepth(light, depth, size, size, lens);
    expect(light[(30 * size + 45) * 3]!).toBeGreaterThan(0.1);
    expect(light[(30 * size + 50) * 3]!).toBe(0);
    expect(light[(30 * size + 30) * 3]!).toBeCloseTo(1, 6);
  });
});
