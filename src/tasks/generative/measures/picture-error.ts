/** How far pictures are from what they should be. Values from −1 to 1, N pictures of `[3, S, S]`. */

/** Peak signal to noise ratio of each picture, dB, of the range −1 to 1. */
export function peakSignalToNoise(pictures: Float32Array, truth: Float32Array, count: number): number[] {
  const plane = truth.length / count;
  return Array.from({ length: count }, (_, n) => {
    let sum = 0;
    for (let i = n * plane; i < (n + 1) * plane; i++) sum += (pictures[i]! - truth[i]!) ** 2;
    return 10 * Math.log10(4 / Math.max(sum / plane, 1e-12));
  });
}

/**
 * Structural similarity (Wang et al., IEEE Transactions on Image Processing 2004) of each picture's grey values, the mean over
 * windows of 8 × 8 pixels, each a step of 4 from the next.
 */
export function structuralSimilarity(
  pictures: Float32Array,
  truth: Float32Array,
  count: number,
  size: number,
): number[] {
  const area = size * size;
  const grey = (values: Float32Array, n: number): Float32Array =>
    Float32Array.from({ length: area }, (_, i) => {
      const at = n * 3 * area + i;
      return 0.299 * values[at]! + 0.587 * values[at + area]! + 0.114 * values[at + 2 * area]!;
    });
  return Array.from({ length: count }, (_, n) => similarity(grey(pictures, n), grey(truth, n), size));
}

const [window, stride] = [8, 4];
/** (0.01 · range)² and (0.03 · range)². */
const [c1, c2] = [(0.01 * 2) ** 2, (0.03 * 2) ** 2];

function similarity(a: Float32Array, b: Float32Array, size: number): number {
  let [total, windows] = [0, 0];
  for (let top = 0; top + window <= size; top += stride)
    for (let left = 0; left + window <= size; left += stride) {
      let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0];
      for (let y = top; y < top + window; y++)
        for (let x = left; x < left + window; x++) {
          const [p, q] = [a[y * size + x]!, b[y * size + x]!];
          sumA += p;
          sumB += q;
          squareA += p * p;
          squareB += q * q;
          product += p * q;
        }
      const n = window * window;
      const [meanA, meanB] = [sumA / n, sumB / n];
      const [varianceA, varianceB] = [squareA / n - meanA ** 2, squareB / n - meanB ** 2];
      const together = product / n - meanA * meanB;
      total +=
        ((2 * meanA * meanB + c1) * (2 * together + c2)) /
        ((meanA ** 2 + meanB ** 2 + c1) * (varianceA + varianceB + c2));
      windows++;
    }
  return total / windows;
}
