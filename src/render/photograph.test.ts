import { describe, expect, test } from 'vitest';
import { finishPhotograph } from './photograph.js';
import type { PhotographDescription } from './scene-description.js';

const untouched: PhotographDescription = {
  whiteBalance: [1, 1, 1],
  contrast: 1,
  saturation: 1,
  defocus: 0,
  motion: 0,
  motionAngle: 0,
  noise: 0,
  vignette: 0,
  monochrome: false,
  jpegQuality: 90,
  seed: 1,
};
const size = 32;
const finish = (picture: Uint8Array, changes: Partial<PhotographDescription>): Uint8Array => {
  const copy = picture.slice();
  finishPhotograph(copy, size, size, { ...untouched, ...changes });
  return copy;
};
const flat = (r: number, g: number, b: number): Uint8Array =>
  Uint8Array.from({ length: size * size * 3 }, (_, i) => [r, g, b][i % 3]!);
const dot = (): Uint8Array => {
  const picture = flat(0, 0, 0);
  picture.fill(255, (16 * size + 16) * 3, (16 * size + 16) * 3 + 3);
  return picture;
};
const mean = (values: Uint8Array): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('photographic finish', () => {
  test('a finish with nothing to do changes no byte', () => {
    const picture = Uint8Array.from({ length: size * size * 3 }, (_, i) => (i * 37) % 256);
    expect(finish(picture, {})).toEqual(picture);
  });

  test('white balance multiplies the channels and contrast pivots on mid grey', () => {
    expect([...finish(flat(100, 100, 100), { whiteBalance: [1.1, 1, 0.9] }).slice(0, 3)]).toEqual([
      110, 100, 90,
    ]);
    expect([...finish(flat(118, 138, 98), { contrast: 1.5 }).slice(0, 3)]).toEqual([118, 148, 88]);
  });

  test('monochrome leaves grey of the same luminance', () => {
    const [r, g, b] = finish(flat(200, 100, 50), { monochrome: true });
    expect([r, g, b]).toEqual([124, 124, 124]); // 0.299·200 + 0.587·100 + 0.114·50 = 124.2
  });

  test('defocus spreads a dot evenly about its place and keeps its light', () => {
    const sigma = 2;
    const blurred = finish(dot(), { defocus: sigma / size });
    const at = (x: number, y: number): number => blurred[(y * size + x) * 3]!;
    expect(at(16, 16)).toBe(Math.round(255 / (2 * Math.PI * sigma * sigma)));
    expect(at(14, 16)).toBe(at(18, 16));
    expect(at(16, 13)).toBe(at(16, 19));
    expect(at(18, 16)).toBe(at(16, 18));
  });

  test('motion smears along its direction only', () => {
    const moved = finish(dot(), { motion: 6 / size, motionAngle: 0 });
    const at = (x: number, y: number): number => moved[(y * size + x) * 3]!;
    expect(at(18, 16)).toBeGreaterThan(0);
    expect(at(16, 18)).toBe(0);
  });

  test('noise has about the asked deviation, leaves the mean, and comes from the seed', () => {
    const noisy = finish(flat(128, 128, 128), { noise: 5 });
    expect(Math.abs(mean(noisy) - 128)).toBeLessThan(0.6);
    const green = noisy.filter((_, i) => i % 3 === 1);
    const deviation = Math.sqrt(green.reduce((sum, v) => sum + (v - 128) ** 2, 0) / green.length);
    expect(deviation).toBeGreaterThan(4);
    expect(deviation).toBeLessThan(6);
    expect(finish(flat(128, 128, 128), { noise: 5 })).toEqual(noisy);
    expect(finish(flat(128, 128, 128), { noise: 5, seed: 2 })).not.toEqual(noisy);
  });

  test('vignetting darkens the corner and leaves the middle', () => {
    const shaded = finish(flat(100, 100, 100), { vignette: 0.4 });
    expect(shaded[(16 * size + 16) * 3]).toBe(100);
    expect(shaded[0]).toBe(60);
  });
});
