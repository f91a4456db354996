/**
 * Blurs of interleaved RGB pictures, in place, the border pixel repeated: a Gaussian and a straight smear. For bytes and
 * for floats; runs in Node and in browsers. H height, W width.
 */

/** `[H, W, 3]`. */
export interface BlurredImage {
  width: number;
  height: number;
  data: Uint8Array | Float32Array;
}

/** Separable, cut off at 2.5 standard deviations. @param sigma – standard deviation, pixels. */
export function blurGaussian(image: BlurredImage, sigma: number): void {
  const radius = Math.ceil(2.5 * sigma);
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  for (let i = 0; i < kernel.length; i++) kernel[i]! /= sum;
  const { width, height, data } = image;
  const line = new Float32Array((Math.max(width, height) + 2 * radius) * 3);
  for (let y = 0; y < height; y++) convolveLine(data, y * width * 3, 3, width, kernel, line);
  for (let x = 0; x < width; x++) convolveLine(data, x * 3, width * 3, height, kernel, line);
}

/** Bytes are rounded: storing into them cuts off. */
function roundingOf(data: Uint8Array | Float32Array): number {
  return data instanceof Uint8Array ? 0.5 : 0;
}

/** Convolves `count` pixels, `step` values apart. @param padded – room for the line and a radius on both sides. */
function convolveLine(
  data: Uint8Array | Float32Array,
  start: number,
  step: number,
  count: number,
  kernel: Float64Array,
  padded: Float32Array,
): void {
  const radius = (kernel.length - 1) / 2;
  const rounding = roundingOf(data);
  for (let i = 0; i < count + 2 * radius; i++) {
    const from = start + Math.min(count - 1, Math.max(0, i - radius)) * step;
    padded[3 * i] = data[from]!;
    padded[3 * i + 1] = data[from + 1]!;
    padded[3 * i + 2] = data[from + 2]!;
  }
  for (let i = 0; i < count; i++) {
    let r = rounding;
    let g = rounding;
    let b = rounding;
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

/**
 * The mean over a line through each pixel.
 * @param extent – its length, pixels. @param angle – radians, from x towards y.
 */
export function smear(image: BlurredImage, extent: number, angle: number): void {
  const { width, height, data } = image;
  const source = data.slice();
  const rounding = roundingOf(data);
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
      data[to] = r / taps + rounding;
      data[to + 1] = g / taps + rounding;
      data[to + 2] = b / taps + rounding;
    }
  }
}
