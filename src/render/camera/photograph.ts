/**
 * What a camera does to a rendered picture, in place: depth of field, missed focus, motion, vignetting, exposure, white
 * balance and sensor noise on light; then the tone curve, saturation, lost resolution and sharpening on bytes. JPEG comes
 * last, where the picture is stored.
 *
 * Cost at 128 px, one thread, where a picture has the effect: noise 0.9 ms, missed focus 1.2, motion 2.1, depth of field
 * 1.1, lost resolution 0.4; about four times that at 256 px. `--without camera` leaves all of it out.
 */
import { blurGaussian, smear } from '../../core/blur.js';
import { toByte } from '../../core/image.js';
import { Random } from '../../core/random.js';
import type { PhotographDescription } from '../scene/scene-description.js';
import { ResponseCurve, radianceOfByte } from './camera-response.js';
import { blurByDepth, type Lens } from './lens-blur.js';
import { finishAsPhone } from './phone-finish.js';
import { addSensorNoise } from './sensor-noise.js';

/** What stands how far away, and the lens; without it nothing is out of focus by its depth. */
export interface DepthOfField {
  /** `[height, width]` centimetres, 0 on the background. */
  depth: Float32Array;
  lens: Lens;
}

/** @param rgb – `[height, width, 3]` sRGB bytes, changed in place. */
export function finishPhotograph(
  rgb: Uint8Array,
  width: number,
  height: number,
  photo: PhotographDescription,
  field?: DepthOfField,
): void {
  const random = new Random(photo.seed, 'photograph');
  const deep = field !== undefined && field.lens.aperture > 0;
  if (deep || changesLight(photo)) {
    const data = new Float32Array(rgb.length);
    for (let i = 0; i < rgb.length; i++) data[i] = radianceOfByte[rgb[i]!]!;
    if (deep) blurByDepth(data, field.depth, width, height, field.lens);
    if (photo.defocus * width > 0.2) blurGaussian({ width, height, data }, photo.defocus * width);
    if (photo.motion * width > 0.5) smear({ width, height, data }, photo.motion * width, photo.motionAngle);
    fallOnSensor(data, width, height, photo);
    if (photo.iso > 0) addSensorNoise(data, width, height, photo.iso, photo.colourNoise, random);
    const curve = new ResponseCurve(photo);
    for (let i = 0; i < rgb.length; i++) rgb[i] = curve.byte(data[i]!);
  }
  if (photo.monochrome || photo.saturation !== 1) saturate(rgb, photo.monochrome ? 0 : photo.saturation);
  if (photo.resolution < 1) loseResolution(rgb, width, height, photo.resolution);
  if (photo.finish !== undefined) finishAsPhone(rgb, width, height, photo.finish);
  if (photo.sharpening > 0) sharpen(rgb, width, height, photo.sharpening);
}

function changesLight(photo: PhotographDescription): boolean {
  const { exposure, whiteBalance, contrast, haze, shoulder, defocus, motion, iso, vignette } = photo;
  return (
    exposure !== 0 ||
    whiteBalance.some((gain) => gain !== 1) ||
    contrast !== 1 ||
    haze !== 0 ||
    shoulder !== 1 ||
    defocus > 0 ||
    motion > 0 ||
    iso > 0 ||
    vignette > 0
  );
}

/** Exposure, white balance, and corners darkened with the square of their distance from the middle. */
function fallOnSensor(
  light: Float32Array,
  width: number,
  height: number,
  { exposure, whiteBalance, vignette }: PhotographDescription,
): void {
  const gain = 2 ** exposure;
  const [red, green, blue] = whiteBalance.map((channel) => channel * gain) as [number, number, number];
  if (red === 1 && green === 1 && blue === 1 && vignette === 0) return;
  for (let y = 0, o = 0; y < height; y++)
    for (let x = 0; x < width; x++, o += 3) {
      const dx = (2 * x + 1) / width - 1;
      const dy = (2 * y + 1) / height - 1;
      const shade = 1 - (vignette * (dx * dx + dy * dy)) / 2;
      light[o] = light[o]! * red * shade;
      light[o + 1] = light[o + 1]! * green * shade;
      light[o + 2] = light[o + 2]! * blue * shade;
    }
}

function saturate(rgb: Uint8Array, saturation: number): void {
  for (let o = 0; o < rgb.length; o += 3) {
    const r = rgb[o]!;
    const g = rgb[o + 1]!;
    const b = rgb[o + 2]!;
    const grey = 0.299 * r + 0.587 * g + 0.114 * b;
    rgb[o] = toByte(grey + (r - grey) * saturation);
    rgb[o + 1] = toByte(grey + (g - grey) * saturation);
    rgb[o + 2] = toByte(grey + (b - grey) * saturation);
  }
}

/** Makes the picture small by area means and large again with straight lines between. @param share – of its side. */
function loseResolution(rgb: Uint8Array, width: number, height: number, share: number): void {
  const [w, h] = [Math.max(4, Math.round(width * share)), Math.max(4, Math.round(height * share))];
  const columns = areaWeights(width, w);
  const rows = areaWeights(height, h);
  const small = new Float32Array(w * h * 3);
  for (let y = 0, o = 0; y < height; y++) {
    const { cell: row, share: above } = rows[y]!;
    for (let x = 0; x < width; x++, o += 3) {
      const { cell: column, share: left } = columns[x]!;
      for (let k = 0; k < 4; k++) {
        const weight = (k & 1 ? 1 - left : left) * (k & 2 ? 1 - above : above);
        if (weight === 0) continue;
        const to = ((row + (k >> 1)) * w + column + (k & 1)) * 3;
        small[to] = small[to]! + weight * rgb[o]!;
        small[to + 1] = small[to + 1]! + weight * rgb[o + 1]!;
        small[to + 2] = small[to + 2]! + weight * rgb[o + 2]!;
      }
    }
  }
  const norm = (w / width) * (h / height);
  for (let y = 0, o = 0; y < height; y++) {
    const v = Math.min(h - 1, Math.max(0, ((y + 0.5) * h) / height - 0.5));
    const top = Math.floor(v);
    const fy = v - top;
    const upper = top * w * 3;
    const lower = Math.min(h - 1, top + 1) * w * 3;
    for (let x = 0; x < width; x++) {
      const u = Math.min(w - 1, Math.max(0, ((x + 0.5) * w) / width - 0.5));
      const column = Math.floor(u);
      const fx = u - column;
      const left = column * 3;
      const right = Math.min(w - 1, column + 1) * 3;
      for (let c = 0; c < 3; c++, o++) {
        const above = small[upper + left + c]! * (1 - fx) + small[upper + right + c]! * fx;
        const below = small[lower + left + c]! * (1 - fx) + small[lower + right + c]! * fx;
        rgb[o] = toByte((above * (1 - fy) + below * fy) * norm);
      }
    }
  }
}

/** For each pixel the first of the cells it falls into, and the share of it there. */
function areaWeights(pixels: number, cells: number): { cell: number; share: number }[] {
  const step = cells / pixels;
  return Array.from({ length: pixels }, (_, i) => {
    const cell = Math.min(cells - 1, Math.floor(i * step + 1e-9));
    const border = cell + 1;
    const end = (i + 1) * step;
    return { cell, share: end <= border + 1e-9 ? 1 : (border - i * step) / step };
  });
}

/** Adds a share of what a pixel's brightness differs from its neighbours'. */
function sharpen(rgb: Uint8Array, width: number, height: number, strength: number): void {
  const grey = new Float32Array(width * height);
  for (let o = 0; o < grey.length; o++)
    grey[o] = 0.299 * rgb[o * 3]! + 0.587 * rgb[o * 3 + 1]! + 0.114 * rgb[o * 3 + 2]!;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const o = y * width + x;
      const around = (grey[o - 1]! + grey[o + 1]! + grey[o - width]! + grey[o + width]!) / 4;
      const change = strength * (grey[o]! - around);
      rgb[o * 3] = toByte(rgb[o * 3]! + change);
      rgb[o * 3 + 1] = toByte(rgb[o * 3 + 1]! + change);
      rgb[o * 3 + 2] = toByte(rgb[o * 3 + 2]! + change);
    }
}
