/**
 * Colour images as plain bytes, and moving them by affine maps without aliasing and without half-pixel shifts. Runs in
 * Node and in browsers. H height, W width; pixel coordinates as in affine.ts.
 *
 * Minifying: the source is halved by 2×2 means until less than a factor 4 is left, then each output pixel is the mean
 * of a grid of bilinear samples at most one source pixel apart (a box filter over the pixel's footprint). Magnifying is
 * bilinear. Values are averaged as stored (sRGB), as most image tools do, not in linear light.
 */
import type { Affine } from './affine.js';
import { applyAffine, composeAffine } from './affine.js';

export interface Image {
  width: number;
  height: number;
  channels: 3;
  /** `[H, W, 3]` RGB bytes. */
  data: Uint8Array;
  /** Focal length of the camera, pixels, where the file says it and it can be believed. Parts and scaled copies do not have it. */
  focal?: number;
}

/** What lies outside an image: its nearest edge pixel, or one colour. */
export type Border = 'clamp' | readonly [number, number, number];

export interface WarpOptions {
  border?: Border;
}

/**
 * Draws the part of an image that a map points at.
 * @param outputToSource – maps pixels of the result to pixels of `image`.
 * @returns an image of `width` × `height`.
 */
export function warpImage(
  image: Image,
  outputToSource: Affine,
  width: number,
  height: number,
  { border = 'clamp' }: WarpOptions = {},
): Image {
  let { source, map } =
    stepLength(outputToSource) >= 4
      ? cutOutNeeded(image, outputToSource, width, height)
      : { source: image, map: outputToSource };
  while (stepLength(map) >= 4 && (source.width > 1 || source.height > 1)) {
    source = halve(source);
    // Level l has pixel centres at (x + 0.5)/2 − 0.5 of level l − 1.
    map = composeAffine([0.5, 0, -0.25, 0, 0.5, -0.25], map);
  }
  return resample(source, map, width, height, border);
}

/**
 * Writes `[3, H, W]` floats for a network: (byte/255 − mean) / deviation for each channel.
 * @param mean – for R, G, B, of values scaled to 0…1. @param offset – where in `out` to begin.
 */
export function toPlanarFloat(
  image: Image,
  mean: readonly number[],
  deviation: readonly number[],
  out: Float32Array,
  offset = 0,
): void {
  const size = image.width * image.height;
  for (let channel = 0; channel < 3; channel++) {
    const scale = 1 / (255 * deviation[channel]!);
    const shift = -mean[channel]! / deviation[channel]!;
    const start = offset + channel * size;
    for (let i = 0, j = channel; i < size; i++, j += 3) out[start + i] = image.data[j]! * scale + shift;
  }
}

/** Source pixels passed by one step in the result, along the axis where it passes most. */
function stepLength(map: Affine): number {
  return Math.max(Math.hypot(map[0], map[3]), Math.hypot(map[1], map[4]));
}

/** The part of a large image that the result is drawn from, so that halving does not touch the rest. */
function cutOutNeeded(
  image: Image,
  map: Affine,
  width: number,
  height: number,
): { source: Image; map: Affine } {
  const corners = applyAffine(map, Float32Array.of(0, 0, width, 0, 0, height, width, height));
  const margin = 4 * stepLength(map);
  const range = (axis: 0 | 1, size: number): [number, number] => {
    const places = [corners[axis]!, corners[2 + axis]!, corners[4 + axis]!, corners[6 + axis]!];
    const from = Math.floor(Math.min(...places) - margin);
    const to = Math.ceil(Math.max(...places) + margin);
    return [Math.min(size - 1, Math.max(0, from)), Math.max(1, Math.min(size, to))];
  };
  const [left, right] = range(0, image.width);
  const [top, bottom] = range(1, image.height);
  if (right <= left || bottom <= top) return { source: image, map };
  const data = new Uint8Array((right - left) * (bottom - top) * 3);
  for (let y = top; y < bottom; y++) {
    const start = (y * image.width + left) * 3;
    data.set(image.data.subarray(start, start + (right - left) * 3), (y - top) * (right - left) * 3);
  }
  return {
    source: { width: right - left, height: bottom - top, channels: 3, data },
    map: composeAffine([1, 0, -left, 0, 1, -top], map),
  };
}

/** Half the size by means of 2×2 pixels; an odd last row or column is repeated. */
function halve({ width, height, data }: Image): Image {
  const halfWidth = (width + 1) >> 1;
  const halfHeight = (height + 1) >> 1;
  const half = new Uint8Array(halfWidth * halfHeight * 3);
  for (let y = 0, o = 0; y < halfHeight; y++) {
    const top = 2 * y * width;
    const bottom = Math.min(2 * y + 1, height - 1) * width;
    for (let x = 0; x < halfWidth; x++) {
      const left = 2 * x;
      const right = Math.min(left + 1, width - 1);
      const a = (top + left) * 3;
      const b = (top + right) * 3;
      const c = (bottom + left) * 3;
      const d = (bottom + right) * 3;
      for (let k = 0; k < 3; k++, o++) {
        half[o] = (data[a + k]! + data[b + k]! + data[c + k]! + data[d + k]! + 2) >> 2;
      }
    }
  }
  return { width: halfWidth, height: halfHeight, channels: 3, data: half };
}

function resample(source: Image, map: Affine, width: number, height: number, border: Border): Image {
  const countX = samplesAlong(Math.hypot(map[0], map[3]));
  const countY = samplesAlong(Math.hypot(map[1], map[4]));
  const weight = 1 / (countX * countY);
  const result = new Uint8Array(width * height * 3);
  const { data } = source;
  const rowStep = source.width * 3;
  const lastColumn = source.width - 1;
  const lastRow = source.height - 1;
  const sum = new Float64Array(3);
  const [m0, m1, m2, m3, m4, m5] = map;
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++, o += 3) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let j = 0; j < countY; j++) {
        const v = y + (j + 0.5) / countY - 0.5;
        for (let i = 0; i < countX; i++) {
          const u = x + (i + 0.5) / countX - 0.5;
          const sourceX = m0 * u + m1 * v + m2;
          const sourceY = m3 * u + m4 * v + m5;
          if (!(sourceX >= 0 && sourceY >= 0 && sourceX < lastColumn && sourceY < lastRow)) {
            sum[0] = red;
            sum[1] = green;
            sum[2] = blue;
            addSample(source, sourceX, sourceY, border, sum);
            red = sum[0];
            green = sum[1];
            blue = sum[2];
            continue;
          }
          // The same as addSample, written out: this is where a loader's thread spends half its time.
          const left = Math.floor(sourceX);
          const top = Math.floor(sourceY);
          const fx = sourceX - left;
          const fy = sourceY - top;
          const a = top * rowStep + left * 3;
          const c = a + rowStep;
          const upperRed = data[a]! + (data[a + 3]! - data[a]!) * fx;
          red += upperRed + (data[c]! + (data[c + 3]! - data[c]!) * fx - upperRed) * fy;
          const upperGreen = data[a + 1]! + (data[a + 4]! - data[a + 1]!) * fx;
          green += upperGreen + (data[c + 1]! + (data[c + 4]! - data[c + 1]!) * fx - upperGreen) * fy;
          const upperBlue = data[a + 2]! + (data[a + 5]! - data[a + 2]!) * fx;
          blue += upperBlue + (data[c + 2]! + (data[c + 5]! - data[c + 2]!) * fx - upperBlue) * fy;
        }
      }
      result[o] = red * weight + 0.5;
      result[o + 1] = green * weight + 0.5;
      result[o + 2] = blue * weight + 0.5;
    }
  }
  return { width, height, channels: 3, data: result };
}

/**
 * Samples along an axis for a step of so many source pixels. After halving a longer step than 4 means a source of one
 * pixel, where more samples show nothing more: the cost must not grow with the map.
 */
function samplesAlong(step: number): number {
  // A hair's breadth of tolerance: a map that went through an inverse must not be supersampled for rounding.
  return Math.min(4, Math.max(1, Math.ceil(step - 1e-6)));
}

/** Adds the bilinear sample at (x, y) to `sum`. */
function addSample(
  { width, height, data }: Image,
  x: number,
  y: number,
  border: Border,
  sum: Float64Array,
): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const fx = x - left;
  const fy = y - top;
  if (left >= 0 && top >= 0 && left + 1 < width && top + 1 < height) {
    const a = (top * width + left) * 3;
    const c = a + width * 3;
    for (let k = 0; k < 3; k++) {
      const upper = data[a + k]! + (data[a + 3 + k]! - data[a + k]!) * fx;
      const lower = data[c + k]! + (data[c + 3 + k]! - data[c + k]!) * fx;
      sum[k]! += upper + (lower - upper) * fy;
    }
    return;
  }
  for (let j = 0; j < 2; j++) {
    for (let i = 0; i < 2; i++) {
      const weight = (i === 0 ? 1 - fx : fx) * (j === 0 ? 1 - fy : fy);
      if (weight === 0) continue;
      const outside = left + i < 0 || left + i >= width || top + j < 0 || top + j >= height;
      if (outside && border !== 'clamp') {
        for (let k = 0; k < 3; k++) sum[k]! += weight * border[k]!;
        continue;
      }
      const column = Math.min(width - 1, Math.max(0, left + i));
      const row = Math.min(height - 1, Math.max(0, top + j));
      const at = (row * width + column) * 3;
      for (let k = 0; k < 3; k++) sum[k]! += weight * data[at + k]!;
    }
  }
}

/** Clamps a value on its way into a byte array, which drops the fraction: half a step is added so that it rounds. */
export function toByte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : value + 0.5;
}
