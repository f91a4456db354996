import { describe, expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import { mean } from '../../core/numbers/statistics.js';
import { Random } from '../../core/random.js';
import { augmentBlur } from './blur.js';
import { augmentColour, colourSchema } from './colour.js';
import { augmentJpeg } from './jpeg.js';
import { augmentNoise } from './noise.js';
import { augmentOccluders } from './occluders.js';
import { augmentPhotometry } from './photometry.js';
import { augmentResolutionLoss } from './resolution-loss.js';
import { augmentationSchema } from './settings.js';

function picture(width: number, height: number, value: (x: number, y: number, c: number) => number): Image {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return value(pixel % width, Math.floor(pixel / width), i % 3);
  });
  return { width, height, channels: 3, data };
}
const largestChange = (a: Image, b: Image): number =>
  a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - b.data[i]!)), 0);

const still = {
  probability: 1,
  brightness: 0,
  contrast: [1, 1] as [number, number],
  gamma: [1, 1] as [number, number],
  whiteBalance: 0,
  saturation: [1, 1] as [number, number],
  hue: 0,
  grey: 0,
};
const colourful = (): Image => picture(16, 16, (x, y, c) => [40 + 8 * x, 60 + 9 * y, 200 - 3 * (x + y)][c]!);

describe('colour', () => {
  it('changes nothing with every range closed', () => {
    const image = colourful();
    augmentColour(image, still, new Random(1));
    expect(largestChange(image, colourful())).toBeLessThanOrEqual(1);
  });

  it('makes grey of Rec. 601 luma', () => {
    const image = picture(1, 1, (_x, _y, c) => [200, 100, 50][c]!);
    augmentColour(image, { ...still, grey: 1 }, new Random(1));
    expect([...image.data]).toEqual([124, 124, 124]); // 0.299·200 + 0.587·100 + 0.114·50 = 124.2
  });

  it('keeps the luma when it turns the hue', () => {
    const image = picture(1, 1, (_x, _y, c) => [150, 100, 90][c]!);
    augmentColour(image, { ...still, hue: 60 }, new Random(5));
    const [r, g, b] = image.data as unknown as [number, number, number];
    expect([r, g, b]).not.toEqual([150, 100, 90]);
    expect(Math.abs(0.299 * r + 0.587 * g + 0.114 * b - 113.81)).toBeLessThan(1);
  });

  it('applies brightness, contrast and gamma as written', () => {
    const image = picture(1, 1, () => 128);
    augmentColour(image, { ...still, gamma: [2, 2], contrast: [1.5, 1.5] }, new Random(1));
    // (128/255)² = 0.25196; (0.25196 − 0.5)·1.5 + 0.5 = 0.12795 → 32.6
    expect([...image.data]).toEqual([33, 33, 33]);
  });

  it('keeps to the defaults of its schema', () => {
    expect(colourSchema.parse({}).probability).toBe(0.8);
  });
});

describe('blur', () => {
  it('turns an edge into a ramp of the drawn deviation', () => {
    const draws = new Random(12);
    draws.chance(1);
    const sigma = draws.next() * 0.04 * 64;
    expect(sigma).toBeGreaterThan(0.5);
    const image = picture(64, 8, (x) => (x < 32 ? 0 : 255));
    augmentBlur(image, { probability: 1, radius: 0.04, motion: 0 }, new Random(12));
    let variance = 0;
    for (let x = 1; x < 64; x++) {
      const step = (image.data[(4 * 64 + x) * 3]! - image.data[(4 * 64 + x - 1) * 3]!) / 255;
      variance += step * (x - 32) ** 2;
    }
    // The kernel ends at 2.5 deviations, which takes a little off.
    expect(Math.sqrt(variance)).toBeGreaterThan(0.93 * sigma);
    expect(Math.sqrt(variance)).toBeLessThan(1.03 * sigma);
  });

  it('smears in a line without moving the picture', () => {
    const image = picture(65, 65, (x, y) => (x === 32 && y === 32 ? 255 : 0));
    augmentBlur(image, { probability: 1, radius: 0.05, motion: 1 }, new Random(3));
    let [sum, sumX, sumY] = [0, 0, 0];
    for (let i = 0; i < 65 * 65; i++) {
      sum += image.data[3 * i]!;
      sumX += image.data[3 * i]! * (i % 65);
      sumY += image.data[3 * i]! * Math.floor(i / 65);
    }
    expect(sum).toBeGreaterThan(200);
    expect(Math.abs(sumX / sum - 32)).toBeLessThan(0.6);
    expect(Math.abs(sumY / sum - 32)).toBeLessThan(0.6);
  });
});

describe('noise', () => {
  it('has the drawn deviation and no bias', () => {
    const draws = new Random(4);
    draws.chance(1);
    const brightness = draws.next() ** 2 * 30;
    const image = picture(100, 100, () => 128);
    augmentNoise(image, { probability: 1, deviation: 30 }, new Random(4));
    const green = image.data.filter((_, i) => i % 3 === 1);
    const deviation = Math.sqrt(mean(Array.from(green, (value) => (value - 128) ** 2)));
    expect(Math.abs(mean(green) - 128)).toBeLessThan(0.5);
    expect(deviation).toBeGreaterThan(0.97 * brightness);
    expect(deviation).toBeLessThan(1.2 * brightness + 0.5);
  });
});

describe('resolution loss', () => {
  it('does not shift the picture: a ramp stays a ramp', () => {
    const ramp = picture(60, 60, (x, y) => 2 * x + y + 20);
    const image = { ...ramp, data: ramp.data.slice() };
    augmentResolutionLoss(image, { probability: 1, least: 0.5 }, new Random(2));
    let most = 0;
    for (let y = 5; y < 55; y++) {
      for (let x = 5; x < 55; x++) {
        const at = (y * 60 + x) * 3;
        most = Math.max(most, Math.abs(image.data[at]! - ramp.data[at]!));
      }
    }
    expect(most).toBeLessThanOrEqual(1);
  });

  it('takes fine detail away', () => {
    const image = picture(64, 64, (x, y) => ((x + y) % 2) * 255);
    augmentResolutionLoss(image, { probability: 1, least: 0.3 }, new Random(8));
    const contrast = Math.sqrt(mean(Array.from(image.data, (value) => (value - 127.5) ** 2)));
    expect(contrast).toBeLessThan(90); // it was 127.5
  });
});

describe('JPEG', () => {
  it('keeps the picture roughly, and is the same each time', async () => {
    const settings = { probability: 1, quality: [20, 20] as [number, number] };
    const [first, second] = [colourful(), colourful()];
    await augmentJpeg(first, settings, new Random(1));
    await augmentJpeg(second, settings, new Random(1));
    expect(second.data).toEqual(first.data);
    expect(largestChange(first, colourful())).toBeGreaterThan(3);
    expect(largestChange(first, colourful())).toBeLessThan(60);
  });
});

describe('occluders', () => {
  it('cover no more than their size allows and leave the rest alone', () => {
    for (let seed = 0; seed < 20; seed++) {
      const image = picture(50, 50, () => 7);
      augmentOccluders(image, { probability: 1, most: 1, size: [0.2, 0.2] }, new Random(seed));
      let covered = 0;
      for (let i = 0; i < image.data.length; i += 3) if (image.data[i] !== 7) covered++;
      expect(covered).toBeLessThanOrEqual(121); // 10 × 10 pixels, 11 × 11 at most
    }
  });

  it('say of every place whether they cover it', () => {
    let covered = 0;
    for (let seed = 0; seed < 20; seed++) {
      const noise = new Random('noise', seed);
      const image = picture(40, 40, () => noise.integer(0, 255));
      const before = image.data.slice();
      const covers = augmentOccluders(
        image,
        { probability: 0.7, most: 3, size: [0.1, 0.6] },
        new Random(seed),
      );
      for (let i = 0; i < 1600; i++) {
        const changed = [0, 1, 2].some((c) => image.data[3 * i + c] !== before[3 * i + c]);
        // Noise that is covered by chance with itself is too rare to come up here.
        expect(covers(i % 40, Math.floor(i / 40))).toBe(changed);
        if (changed) covered++;
      }
    }
    expect(covered).toBeGreaterThan(1000);
  });
});

describe('photometry', () => {
  it('is a pure function of the picture, the settings and the seed', async () => {
    const settings = augmentationSchema.parse({});
    const [first, second, third] = [colourful(), colourful(), colourful()];
    await augmentPhotometry(first, settings, new Random(6, 'a'));
    await augmentPhotometry(second, settings, new Random(6, 'a'));
    await augmentPhotometry(third, settings, new Random(6, 'b'));
    expect(second.data).toEqual(first.data);
    expect(third.data).not.toEqual(first.data);
  });

  it('changes nothing with every probability at 0', async () => {
    const off = { probability: 0 };
    const settings = augmentationSchema.parse({
      occluders: off,
      colour: off,
      blur: off,
      resolutionLoss: off,
      noise: off,
      jpeg: off,
    });
    const image = colourful();
    await augmentPhotometry(image, settings, new Random(6));
    expect(image.data).toEqual(colourful().data);
  });
});
