/** Out of focus or moving: a Gaussian or a short line, the border pixel repeated. H height, W width. */
import { z } from 'zod';
import type { Image } from '../../core/image.js';
import type { Random } from '../../core/random.js';
import { bounded, type Partially } from './bounded.js';

export interface BlurSettings {
  probability: number;
  /** Largest standard deviation of the Gaussian, as a share of the crop's side. */
  radius: number;
  /** Share of the blurred pictures that are smeared in one direction instead. */
  motion: number;
}

export const blurSchema: z.ZodType<BlurSettings, Partially<BlurSettings>> = z.strictObject({
  probability: bounded(0, 1).default(0.25),
  radius: bounded(0, 0.1).default(0.012),
  motion: bounded(0, 1).default(0.3),
});

/** Changes the image in place. */
export function augmentBlur(image: Image, settings: BlurSettings, random: Random): void {
  if (!random.chance(settings.probability)) return;
  const sigma = random.next() * settings.radius * image.width;
  const motion = random.chance(settings.motion);
  const angle = random.uniform(0, Math.PI);
  if (sigma < 0.2) return;
  if (motion) smear(image, 4 * sigma, angle);
  else blurGaussian(image, sigma);
}

function blurGaussian(image: Image, sigma: number): void {
  const radius = Math.ceil(2.5 * sigma);
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  for (let i = 0; i < kernel.length; i++) kernel[i]! /= sum;
  const { width, height, data } = image;
  const line = new Uint8Array((Math.max(width, height) + 2 * radius) * 3);
  for (let y = 0; y < height; y++) convolveLine(data, y * width * 3, 3, width, kernel, line);
  for (let x = 0; x < width; x++) convolveLine(data, x * 3, width * 3, height, kernel, line);
}

/** Convolves `count` pixels, `step` bytes apart. @param padded – room for the line and a radius on both sides. */
function convolveLine(
  data: Uint8Array,
  start: number,
  step: number,
  count: number,
  kernel: Float64Array,
  padded: Uint8Array,
): void {
  const radius = (kernel.length - 1) / 2;
  for (let i = 0; i < count + 2 * radius; i++) {
    const from = start + Math.min(count - 1, Math.max(0, i - radius)) * step;
    padded[3 * i] = data[from]!;
    padded[3 * i + 1] = data[from + 1]!;
    padded[3 * i + 2] = data[from + 2]!;
  }
  for (let i = 0; i < count; i++) {
    let r = 0.5;
    let g = 0.5;
    let b = 0.5;
    for (let k = 0, at = 3 * i; k < kernel.length; k++, at += 3) {
      const weight = kernel[k]!;
      r += weight * padded[at]!;
      g += weight * padded[at + 1]!;
      b += weight * padded[at + 2]!;
    }
    const to = start + i * step;
    data[to] = r;
    data[to + 1] = g;
    data[to + 2] = b;
  }
}

/** The mean over a line through each pixel. @param extent – its length, pixels. */
function smear(image: Image, extent: number, angle: number): void {
  const { width, height, data } = image;
  const source = data.slice();
  const taps = Math.max(2, Math.ceil(extent) + 1);
  const steps = Array.from({ length: taps }, (_, i) => {
    const along = (i / (taps - 1) - 0.5) * extent;
    return [Math.round(along * Math.cos(angle)), Math.round(along * Math.sin(angle))] as const;
  });
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      let r = 0;
      let g = 0;
      let b = 0;
      for (const [dx, dy] of steps) {
        const column = Math.min(width - 1, Math.max(0, x + dx));
        const row = Math.min(height - 1, Math.max(0, y + dy));
        const from = (row * width + column) * 3;
        r += source[from]!;
        g += source[from + 1]!;
        b += source[from + 2]!;
      }
      data[to] = r / taps + 0.5;
      data[to + 1] = g / taps + 0.5;
      data[to + 2] = b / taps + 0.5;
    }
  }
}
