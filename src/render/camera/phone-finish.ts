/**
 * What a telephone's processing does to a picture, on display bytes: noise reduction that keeps edges and takes fine
 * texture (a blend towards a blur where the two differ little), local contrast (an unsharp mask a sixteenth of the
 * picture wide) and a colour grade that tints shadows and highlights apart. Only the simulated camera domain has it.
 */
import { blurGaussian } from '../../core/blur.js';
import { toByte } from '../../core/image.js';
import type { PhoneFinish } from '../scene/scene-description.js';

/** Widths of the two blurs, as shares of the image's side. */
const fine = 0.012;
const coarse = 1 / 16;
/** Differences from the blur beyond about this many bytes are edges and stay. */
const edge = 18;

/** @param rgb – `[height, width, 3]` sRGB bytes, changed in place. */
export function finishAsPhone(
  rgb: Uint8Array,
  width: number,
  height: number,
  { clarity, smoothing, shadows, highlights }: PhoneFinish,
): void {
  if (smoothing > 0) {
    const soft = blurred(rgb, width, height, fine * width);
    for (let i = 0; i < rgb.length; i++) {
      const difference = rgb[i]! - soft[i]!;
      rgb[i] = toByte(rgb[i]! - smoothing * difference * Math.exp(-((difference / edge) ** 2)));
    }
  }
  const wide = clarity > 0 ? blurred(rgb, width, height, coarse * width) : null;
  for (let o = 0; o < rgb.length; o += 3) {
    const luma = brightness(rgb, o);
    const lift = wide === null ? 0 : clarity * (luma - brightness(wide, o));
    const light = luma / 255;
    const dark = (1 - light) ** 2;
    const bright = light ** 2;
    for (let c = 0; c < 3; c++)
      rgb[o + c] = toByte(rgb[o + c]! + lift + 255 * (dark * shadows[c]! + bright * highlights[c]!));
  }
}

function brightness(rgb: Uint8Array, o: number): number {
  return 0.299 * rgb[o]! + 0.587 * rgb[o + 1]! + 0.114 * rgb[o + 2]!;
}

function blurred(rgb: Uint8Array, width: number, height: number, sigma: number): Uint8Array {
  const data = rgb.slice();
  blurGaussian({ width, height, data }, sigma);
  return data;
}
