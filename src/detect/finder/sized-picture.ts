/** A picture at the size at which a network looks at it. H, W of the picture. */
import { type Image, warpImage } from '../../core/image.js';

export interface SizedPicture {
  image: Image;
  /** Pixels of it for each pixel of the picture that it was made of. */
  scale: number;
}

/** @param scale – wanted. */
export function sizedPicture(image: Image, scale: number): SizedPicture {
  if (Math.abs(scale - 1) < 1e-6) return { image, scale: 1 };
  const step = 1 / scale;
  const shift = step / 2 - 0.5;
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  const [width, height] = [side(image.width), side(image.height)];
  return { image: warpImage(image, [step, 0, shift, 0, step, shift], width, height), scale };
}

/** So many times smaller: each pixel is the mean of a square, and what is left over at the far edges is dropped. */
export function reducedPicture({ image, scale }: SizedPicture, times: number): SizedPicture {
  const width = Math.max(1, Math.floor(image.width / times));
  const height = Math.max(1, Math.floor(image.height / times));
  const data = new Uint8Array(3 * width * height);
  const sums = new Uint32Array(3 * width);
  const rows = Math.min(times, image.height);
  const columns = Math.min(times, image.width);
  const share = 1 / (rows * columns);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let row = y * times; row < y * times + rows; row++) {
      let at = 3 * row * image.width;
      for (let x = 0; x < 3 * width; x += 3)
        for (let column = 0; column < columns; column++, at += 3) {
          sums[x]! += image.data[at]!;
          sums[x + 1]! += image.data[at + 1]!;
          sums[x + 2]! += image.data[at + 2]!;
        }
    }
    for (let x = 0; x < 3 * width; x++) data[3 * y * width + x] = sums[x]! * share + 0.5;
  }
  return { image: { width, height, channels: 3, data }, scale: scale / times };
}

/**
 * As `[3, H', W']` floats, (byte/255 − mean) / deviation, H' and W' the next multiples; beyond the picture zeros, the colour that
 * is nothing to the network.
 */
export function networkInput(
  { width, height, data }: Image,
  { mean, deviation }: { mean: readonly number[]; deviation: readonly number[] },
  multiple: number,
): { values: Float32Array; width: number; height: number } {
  const side = (length: number): number => multiple * Math.ceil(length / multiple);
  const [outWidth, outHeight] = [side(width), side(height)];
  const values = new Float32Array(3 * outWidth * outHeight);
  for (let channel = 0; channel < 3; channel++) {
    const scale = 1 / (255 * deviation[channel]!);
    const shift = -mean[channel]! / deviation[channel]!;
    for (let y = 0; y < height; y++) {
      const start = (channel * outHeight + y) * outWidth;
      for (let x = 0, at = 3 * y * width + channel; x < width; x++, at += 3)
        values[start + x] = data[at]! * scale + shift;
    }
  }
  return { values, width: outWidth, height: outHeight };
}
