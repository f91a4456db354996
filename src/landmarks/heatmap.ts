/**
 * From points to heatmaps and back. K landmarks, h cells along each side of a heatmap, S pixels along each side of the
 * network's input, both covering the same square edge to edge. Pixel and cell centres are at integers, so cell j
 * stands at input pixel (j + ½)·S/h − ½: a plain factor S/h would shift every point by (S/h − 1)/2 pixels.
 *
 * Codecs: Gaussian heatmaps with the peak and a quarter-cell offset (Newell et al., ECCV 2016), and the expectation
 * over a heatmap, "integral" or soft-argmax (Sun et al., ECCV 2018). Limit of the latter: mass that would lie beyond
 * the border pulls a point closer than three deviations to it inwards.
 */

export interface HeatmapShape {
  /** S, pixels. */
  inputSize: number;
  /** h, cells. */
  heatmapSize: number;
}

/** Input pixel at which a heatmap cell (whole or in between) stands. */
export function cellToPixel(cell: number, { inputSize, heatmapSize }: HeatmapShape): number {
  return ((cell + 0.5) * inputSize) / heatmapSize - 0.5;
}

/** Heatmap cell, in general between two, of an input pixel. */
export function pixelToCell(pixel: number, { inputSize, heatmapSize }: HeatmapShape): number {
  return ((pixel + 0.5) * heatmapSize) / inputSize - 0.5;
}

/**
 * Gaussians of height 1.
 * @param points – `[K, 2]` input pixels; NaN gives an empty heatmap.
 * @param deviation – standard deviation in cells. @returns `[K, h, h]`.
 */
export function encodeGaussians(points: Float32Array, shape: HeatmapShape, deviation: number): Float32Array {
  const side = shape.heatmapSize;
  const maps = new Float32Array((points.length / 2) * side * side);
  const profile = (pixel: number): Float64Array => {
    const centre = pixelToCell(pixel, shape);
    return Float64Array.from({ length: side }, (_, j) =>
      Math.exp(-((j - centre) ** 2) / (2 * deviation ** 2)),
    );
  };
  for (let k = 0; k * 2 < points.length; k++) {
    if (Number.isNaN(points[2 * k]! + points[2 * k + 1]!)) continue;
    const across = profile(points[2 * k]!);
    const down = profile(points[2 * k + 1]!);
    for (let y = 0, o = k * side * side; y < side; y++) {
      for (let x = 0; x < side; x++, o++) maps[o] = across[x]! * down[y]!;
    }
  }
  return maps;
}

/**
 * The highest cell of each heatmap, moved by a quarter of a cell towards the higher neighbour along each axis.
 * @param maps – `[K, h, h]`. @returns `[K, 2]` input pixels.
 */
export function decodePeaks(maps: Float32Array, shape: HeatmapShape): Float32Array {
  const side = shape.heatmapSize;
  return decodeEach(maps, shape, (start) => {
    let best = start;
    for (let i = start + 1; i < start + side * side; i++) if (maps[i]! > maps[best]!) best = i;
    const x = (best - start) % side;
    const y = Math.floor((best - start) / side);
    const towards = (cell: number, step: number): number =>
      cell > 0 && cell < side - 1 ? cell + 0.25 * Math.sign(maps[best + step]! - maps[best - step]!) : cell;
    return [towards(x, 1), towards(y, side)];
  });
}

/**
 * The mean position under each heatmap, taken as weights.
 * @param maps – `[K, h, h]`, none negative. @returns `[K, 2]` input pixels, NaN for an empty heatmap.
 */
export function decodeExpectations(maps: Float32Array, shape: HeatmapShape): Float32Array {
  const side = shape.heatmapSize;
  return decodeEach(maps, shape, (start) => {
    let sum = 0;
    let sumX = 0;
    let sumY = 0;
    for (let y = 0, i = start; y < side; y++) {
      for (let x = 0; x < side; x++, i++) {
        sum += maps[i]!;
        sumX += maps[i]! * x;
        sumY += maps[i]! * y;
      }
    }
    return [sumX / sum, sumY / sum];
  });
}

/**
 * Soft-argmax: the mean position under the softmax of each heatmap.
 * @param logits – `[K, h, h]`. @returns `[K, 2]` input pixels.
 */
export function decodeSoftArgmax(logits: Float32Array, shape: HeatmapShape): Float32Array {
  const area = shape.heatmapSize ** 2;
  const weights = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += area) {
    let highest = -Infinity;
    for (let i = start; i < start + area; i++) highest = Math.max(highest, logits[i]!);
    for (let i = start; i < start + area; i++) weights[i] = Math.exp(logits[i]! - highest);
  }
  return decodeExpectations(weights, shape);
}

/** @param cellOf – the cell of the heatmap that begins at `start`. */
function decodeEach(
  maps: Float32Array,
  shape: HeatmapShape,
  cellOf: (start: number) => readonly [number, number],
): Float32Array {
  const area = shape.heatmapSize ** 2;
  const points = new Float32Array((maps.length / area) * 2);
  for (let k = 0; k * 2 < points.length; k++) {
    const [x, y] = cellOf(k * area);
    points[2 * k] = cellToPixel(x, shape);
    points[2 * k + 1] = cellToPixel(y, shape);
  }
  return points;
}
