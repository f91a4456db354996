/**
 * A picture at the size at which a network looks at it. Most of the time of a large photograph passes here, so these are
 * plain loops over its bytes. H, W of the picture.
 */
import { type Image, warpImage } from '../../core/image.js';

export interface SizedPicture {
  image: Image;
  /** Pixels of it for each pixel of the picture that it was made of. */
  scale: number;
}

/** @param scale – wanted. */
export function sizedPicture(image: Image, scale: number): SizedPicture {
  if (Math.abs(scale - 1) < 1e-6) return { image, scale: 1 };
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  const [width, height] = [side(image.width), side(image.height)];
  const step = 1 / scale;
  if (step > 1) return { image: areaMeans(image, step, width, height), scale };
  const shift = step / 2 - 0.5;
  return { image: warpImage(image, [step, 0, shift, 0, step, shift], width, height), scale };
}

/**
 * Each pixel is the mean of a square of the picture, of which the pixels at its edge count by the part within.
 * @param step – side of the square, at least 1.
 */
function areaMeans({ width, height, data }: Image, step: number, outWidth: number, outHeight: number): Image {
  const result = new Uint8Array(3 * outWidth * outHeight);
  const across = spans(width, step, outWidth);
  const down = spans(height, step, outHeight);
  const line = new Float32Array(3 * outWidth);
  const sums = new Float32Array(3 * outWidth);
  let reduced = -1;
  for (let y = 0; y < outHeight; y++) {
    const [top, bottom] = [down.first[y]!, down.last[y]!];
    for (let row = top; row <= bottom; row++) {
      // A row that two rows of the result share is gone through once.
      if (row !== reduced) reduceLine(data, 3 * width * row, across, line);
      reduced = row;
      const weight = row === top ? down.firstPart[y]! : row === bottom ? down.lastPart[y]! : 1;
      if (row === top) for (let i = 0; i < line.length; i++) sums[i] = weight * line[i]!;
      else for (let i = 0; i < line.length; i++) sums[i]! += weight * line[i]!;
    }
    const start = 3 * outWidth * y;
    const tall = down.whole[y]!;
    for (let x = 0, i = 0; x < outWidth; x++) {
      const share = 1 / (tall * across.whole[x]!);
      for (const end = i + 3; i < end; i++) result[start + i] = sums[i]! * share + 0.5;
    }
  }
  return { width: outWidth, height: outHeight, channels: 3, data: result };
}

/** What each pixel of the result covers of a row or a column of the picture. */
interface Spans {
  first: Int32Array;
  last: Int32Array;
  /** Parts of the first and of the last pixel that are within. */
  firstPart: Float64Array;
  lastPart: Float64Array;
  /** Length in all, pixels. */
  whole: Float64Array;
}

function spans(length: number, step: number, count: number): Spans {
  const [first, last] = [new Int32Array(count), new Int32Array(count)];
  const [firstPart, lastPart, whole] = [0, 0, 0].map(() => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let index = 0; index < count; index++) {
    // Sizes are rounded: the last may reach beyond the picture.
    const from = Math.min(index * step, length - 1);
    const to = Math.min((index + 1) * step, length);
    // A hair's breadth is a rounding of the step, and no pixel.
    first[index] = Math.floor(from + 1e-6);
    last[index] = Math.max(first[index]!, Math.ceil(to - 1e-6) - 1);
    const one = first[index] === last[index];
    firstPart[index] = one ? to - from : first[index]! + 1 - from;
    lastPart[index] = one ? 0 : to - last[index]!;
    whole[index] = to - from;
  }
  return { first, last, firstPart, lastPart, whole };
}

/** Sums of one row of the picture, `[W', 3]`. */
function reduceLine(data: Uint8Array, start: number, across: Spans, line: Float32Array): void {
  const { first, last, firstPart, lastPart } = across;
  for (let x = 0, out = 0; x < first.length; x++, out += 3) {
    let at = start + 3 * first[x]!;
    const end = start + 3 * last[x]!;
    let weight = firstPart[x]!;
    let red = weight * data[at]!;
    let green = weight * data[at + 1]!;
    let blue = weight * data[at + 2]!;
    for (at += 3; at < end; at += 3) {
      red += data[at]!;
      green += data[at + 1]!;
      blue += data[at + 2]!;
    }
    weight = lastPart[x]!;
    if (weight > 0) {
      red += weight * data[end]!;
      green += weight * data[end + 1]!;
      blue += weight * data[end + 2]!;
    }
    line[out] = red;
    line[out + 1] = green;
    line[out + 2] = blue;
  }
}

/** So many times smaller: each pixel is the mean of a square, and what is left over at the far edges is dropped. */
export function reducedPicture({ image, scale }: SizedPicture, times: number): SizedPicture {
  const width = Math.max(1, Math.floor(image.width / times));
  const height = Math.max(1, Math.floor(image.height / times));
  const pixels = new Uint8Array(3 * width * height);
  const rows = Math.min(times, image.height);
  const columns = Math.min(times, image.width);
  const share = 1 / (rows * columns);
  const { data } = image;
  const stride = 3 * image.width;
  for (let y = 0, out = 0; y < height; y++)
    for (let x = 0; x < width; x++, out += 3) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let row = 0, start = y * times * stride + 3 * x * times; row < rows; row++, start += stride)
        for (let at = start, end = start + 3 * columns; at < end; at += 3) {
          red += data[at]!;
          green += data[at + 1]!;
          blue += data[at + 2]!;
        }
      pixels[out] = red * share + 0.5;
      pixels[out + 1] = green * share + 0.5;
      pixels[out + 2] = blue * share + 0.5;
    }
  return { image: { width, height, channels: 3, data: pixels }, scale: scale / times };
}

/**
 * As `[3, H', W']` floats, (byte/255 − mean) / deviation, H' and W' the next multiples; beyond the picture zeros, the colour that
 * is nothing to the network.
 * @param take – memory of so many numbers, whatever is in it.
 */
export function networkInput(
  { width, height, data }: Image,
  { mean, deviation }: { mean: readonly number[]; deviation: readonly number[] },
  multiple: number,
  take: (length: number) => Float32Array = (length) => new Float32Array(length),
): { values: Float32Array; width: number; height: number } {
  const side = (length: number): number => multiple * Math.ceil(length / multiple);
  const [outWidth, outHeight] = [side(width), side(height)];
  const values = take(3 * outWidth * outHeight);
  const plane = outWidth * outHeight;
  const [red, green, blue] = [0, 1, 2].map((channel) => {
    const scale = 1 / (255 * deviation[channel]!);
    const shift = -mean[channel]! / deviation[channel]!;
    return Float32Array.from({ length: 256 }, (_, byte) => byte * scale + shift);
  }) as [Float32Array, Float32Array, Float32Array];
  for (let y = 0, at = 0; y < height; y++) {
    const start = y * outWidth;
    for (let to = start; to < start + width; to++, at += 3) {
      values[to] = red[data[at]!]!;
      values[plane + to] = green[data[at + 1]!]!;
      values[2 * plane + to] = blue[data[at + 2]!]!;
    }
  }
  for (let channel = 0; channel < 3; channel++) {
    const start = channel * plane;
    for (let y = 0; y < height; y++) values.fill(0, start + y * outWidth + width, start + (y + 1) * outWidth);
    values.fill(0, start + height * outWidth, start + plane);
  }
  return { values, width: outWidth, height: outHeight };
}
