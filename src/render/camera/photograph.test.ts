import { describe, expect, test } from 'vitest';
import { mean } from '../../core/numbers/statistics.js';
import { plainPhotograph } from '../scene/plain-scene.js';
import type { PhotographDescription } from '../scene/scene-description.js';
import { filmCurve, radianceOfByte } from './camera-response.js';
import { finishPhotograph } from './photograph.js';
import { toneCurve } from './tone-curve.js';

const untouched: PhotographDescription = plainPhotograph;
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

describe('photographic finish', () => {
  test('a finish with nothing to do changes no byte', () => {
    const picture = Uint8Array.from({ length: size * size * 3 }, (_, i) => (i * 37) % 256);
    expect(finish(picture, {})).toEqual(picture);
  });

  test('bytes and radiance belong together by the film curve, which is the tone curve but for its end', () => {
    for (const radiance of [0.001, 0.02, 0.18, 0.9]) {
      expect(Math.abs(filmCurve(radiance) - toneCurve(radiance))).toBeLessThan(2e-4);
    }
    expect(filmCurve(radianceOfByte[255]!)).toBeCloseTo(1, 6);
    expect(filmCurve(radianceOfByte[100]!)).toBeCloseTo(((100 / 255 + 0.055) / 1.055) ** 2.4, 6);
  });

  test('light that goes through the camera untouched comes out as it went in, to a byte', () => {
    const picture = Uint8Array.from({ length: size * size * 3 }, (_, i) => i % 256);
    const through = finish(picture, { vignette: 1e-9 });
    through.forEach((byte, i) => {
      expect(Math.abs(byte - picture[i]!)).toBeLessThanOrEqual(1);
    });
  });

  test('exposure and white balance multiply light, contrast turns about middle grey', () => {
    const radiance = (bytes: Uint8Array): number[] =>
      [...bytes.slice(0, 3)].map((byte) => radianceOfByte[byte]!);
    const [r, g, b] = radiance(finish(flat(100, 100, 100), { exposure: 1, whiteBalance: [1.2, 1, 0.5] }));
    const before = radianceOfByte[100]!;
    expect(r! / before).toBeCloseTo(2.4, 1);
    expect(g! / before).toBeCloseTo(2, 1);
    expect(b! / before).toBeCloseTo(1, 1);
    const grey = radianceOfByte.findIndex((light) => light >= 0.18);
    const steep = finish(flat(grey, grey + 40, grey - 40), { contrast: 1.5 });
    expect(Math.abs(steep[0]! - grey)).toBeLessThanOrEqual(2);
    expect(steep[1]!).toBeGreaterThan(grey + 45);
    expect(steep[2]!).toBeLessThan(grey - 45);
  });

  test('monochrome leaves grey of the same luminance', () => {
    const [r, g, b] = finish(flat(200, 100, 50), { monochrome: true });
    expect([r, g, b]).toEqual([124, 124, 124]); // 0.299·200 + 0.587·100 + 0.114·50 = 124.2
  });

  test('a missed focus spreads a dot evenly about its place', () => {
    const blurred = finish(dot(), { defocus: 2 / size });
    const at = (x: number, y: number): number => blurred[(y * size + x) * 3]!;
    expect(at(16, 16)).toBeLessThan(200);
    expect(at(14, 16)).toBeGreaterThan(0);
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

  test('noise has the deviation of its model, leaves the mean, and comes from the seed', () => {
    const grey = 118;
    const noisy = finish(flat(grey, grey, grey), { iso: 1600 });
    expect(Math.abs(mean(noisy) - grey)).toBeLessThan(1);
    const green = noisy.filter((_, i) => i % 3 === 1);
    const light = radianceOfByte[grey]!;
    // √(0.0055²·16·light + (0.00009·16)²), as bytes by the curve's slope there
    const wanted = Math.sqrt(0.0055 ** 2 * 16 * light + (0.00009 * 16) ** 2);
    const slope = 10 / (radianceOfByte[grey + 5]! - radianceOfByte[grey - 5]!);
    const deviation = Math.sqrt(green.reduce((sum, v) => sum + (v - grey) ** 2, 0) / green.length);
    expect(deviation / (wanted * slope)).toBeGreaterThan(0.85);
    expect(deviation / (wanted * slope)).toBeLessThan(1.2);
    expect(finish(flat(grey, grey, grey), { iso: 1600 })).toEqual(noisy);
    expect(finish(flat(grey, grey, grey), { iso: 1600, seed: 2 })).not.toEqual(noisy);
  });

  test('noise without colour leaves grey grey', () => {
    const noisy = finish(flat(90, 90, 90), { iso: 6400, colourNoise: 0 });
    for (let i = 0; i < noisy.length; i += 3) expect(noisy[i]).toBe(noisy[i + 2]);
  });

  test('lost resolution keeps an even picture and the mean of any other', () => {
    expect(finish(flat(90, 60, 30), { resolution: 0.4 })).toEqual(flat(90, 60, 30));
    const picture = Uint8Array.from({ length: size * size * 3 }, (_, i) => (Math.floor(i / 3) * 89) % 200);
    const lost = finish(picture, { resolution: 0.5 });
    expect(Math.abs(mean(lost) - mean(picture))).toBeLessThan(1.5);
    const spread = (values: Uint8Array): number =>
      values.reduce((sum, v) => sum + (v - mean(picture)) ** 2, 0);
    expect(spread(lost)).toBeLessThan(spread(picture) / 2);
  });

  test('sharpening raises a step on its bright side and lowers it on the dark one', () => {
    const step = Uint8Array.from({ length: size * size * 3 }, (_, i) => ((i / 3) % size < 16 ? 80 : 160));
    const sharp = finish(step, { sharpening: 0.4 });
    const at = (x: number): number => sharp[(16 * size + x) * 3]!;
    // a quarter of the step of 80, times 0.4
    expect([at(14), at(15), at(16), at(17)]).toEqual([80, 72, 168, 160]);
  });

  test('vignetting darkens the corner and leaves the middle', () => {
    const shaded = finish(flat(100, 100, 100), { vignette: 0.4 });
    expect(Math.abs(shaded[(16 * size + 16) * 3]! - 100)).toBeLessThanOrEqual(1);
    expect(radianceOfByte[shaded[0]!]! / radianceOfByte[100]!).toBeCloseTo(0.625, 1);
  });
});
