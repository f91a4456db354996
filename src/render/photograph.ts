/**
 * The photographic finish on a rendered picture, in place: defocus, motion, vignetting, white balance, contrast,
 * saturation, sensor noise. On sRGB bytes: exact colourimetry matters less here than variety.
 */
import { toByte } from '../core/image.js';
import { Random } from '../core/random.js';
import type { PhotographDescription } from './scene-description.js';

/** @param rgb – `[height, width, 3]` sRGB bytes, changed in place. */
export function finishPhotograph(
  rgb: Uint8Array,
  width: number,
  height: number,
  photo: PhotographDescription,
): void {
  const random = new Random(photo.seed, 'photograph');
  if (photo.defocus > 0) blurGaussian(rgb, width, height, photo.defocus * width);
  if (photo.motion > 0) blurAlong(rgb, width, height, photo.motion * width, photo.motionAngle);
  adjustTones(rgb, width, height, photo);
  if (photo.noise > 0) addNoise(rgb, photo.noise, random);
}

/** Separable Gaussian; the border pixel repeats. @param sigma – pixels. */
function blurGaussian(rgb: Uint8Array, width: number, height: number, sigma: number): void {
  const radius = Math.max(1, Math.ceil(2.5 * sigma));
  const kernel = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((a, b) => a + b, 0);
  const between = new Float32Array(rgb.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) {
        let value = 0;
        for (let k = -radius; k <= radius; k++) {
          const column = Math.min(width - 1, Math.max(0, x + k));
          value += kernel[k + radius]! * rgb[(y * width + column) * 3 + c]!;
        }
        between[(y * width + x) * 3 + c] = value / sum;
      }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) {
        let value = 0;
        for (let k = -radius; k <= radius; k++) {
          const row = Math.min(height - 1, Math.max(0, y + k));
          value += kernel[k + radius]! * between[(row * width + x) * 3 + c]!;
        }
        rgb[(y * width + x) * 3 + c] = Math.round(value / sum);
      }
}

/** Mean over a line through each pixel. @param extent – pixels. */
function blurAlong(rgb: Uint8Array, width: number, height: number, extent: number, angle: number): void {
  const source = rgb.slice();
  const taps = Math.max(2, Math.ceil(extent));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let [r, g, b] = [0, 0, 0];
      for (let k = 0; k < taps; k++) {
        const t = (k / (taps - 1) - 0.5) * extent;
        const column = Math.min(width - 1, Math.max(0, Math.round(x + t * Math.cos(angle))));
        const row = Math.min(height - 1, Math.max(0, Math.round(y + t * Math.sin(angle))));
        const o = (row * width + column) * 3;
        r += source[o]!;
        g += source[o + 1]!;
        b += source[o + 2]!;
      }
      const o = (y * width + x) * 3;
      rgb[o] = Math.round(r / taps);
      rgb[o + 1] = Math.round(g / taps);
      rgb[o + 2] = Math.round(b / taps);
    }
}

function adjustTones(rgb: Uint8Array, width: number, height: number, photo: PhotographDescription): void {
  const curves = photo.whiteBalance.map((gain) =>
    Float32Array.from({ length: 256 }, (_, i) => 118 + (i * gain - 118) * photo.contrast),
  );
  const [red, green, blue] = curves as [Float32Array, Float32Array, Float32Array];
  const saturation = photo.monochrome ? 0 : photo.saturation;
  for (let y = 0, o = 0; y < height; y++)
    for (let x = 0; x < width; x++, o += 3) {
      const dx = (2 * x) / width - 1;
      const dy = (2 * y) / height - 1;
      const shade = 1 - (photo.vignette * (dx * dx + dy * dy)) / 2;
      const r = red[rgb[o]!]! * shade;
      const g = green[rgb[o + 1]!]! * shade;
      const b = blue[rgb[o + 2]!]! * shade;
      const grey = 0.299 * r + 0.587 * g + 0.114 * b;
      rgb[o] = toByte(grey + (r - grey) * saturation);
      rgb[o + 1] = toByte(grey + (g - grey) * saturation);
      rgb[o + 2] = toByte(grey + (b - grey) * saturation);
    }
}

/** Mostly luminance noise with a little colour, a bit stronger in the dark, as raw sensors have it. */
function addNoise(rgb: Uint8Array, deviation: number, random: Random): void {
  const table = Float32Array.from({ length: 4096 }, () => random.normal());
  for (let o = 0; o < rgb.length; o += 3) {
    const bits = random.uint32();
    const shared = table[bits & 4095]! * deviation * (1.3 - rgb[o + 1]! / 425);
    rgb[o] = toByte(rgb[o]! + shared + table[(bits >>> 12) & 4095]! * deviation * 0.4);
    rgb[o + 1] = toByte(rgb[o + 1]! + shared);
    rgb[o + 2] = toByte(rgb[o + 2]! + shared + table[bits >>> 20]! * deviation * 0.5);
  }
}
