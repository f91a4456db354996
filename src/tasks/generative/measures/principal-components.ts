/** What principal components keep of pictures: the linear measure beside which learnt codes are to be seen. N pictures of P numbers, R components. */
import { principalModes } from '../../../core/numbers/principal-modes.js';

export interface PrincipalComponents {
  /** `[P]`. */
  mean: Float32Array;
  /** `[R][P]`, each of length 1, at right angles. */
  directions: Float32Array[];
}

/** @param pictures – `[N, P]`. @param rank – R, at most N. */
export function principalComponents(
  pictures: Float32Array,
  count: number,
  rank: number,
): PrincipalComponents {
  const length = pictures.length / count;
  const sums = new Float64Array(length);
  for (const [i, value] of pictures.entries()) sums[i % length]! += value;
  const mean = Float32Array.from(sums, (sum) => sum / count);
  const rows = Array.from({ length: count }, (_, n) =>
    pictures.subarray(n * length, (n + 1) * length).map((value, i) => value - mean[i]!),
  );
  const directions = principalModes(rows, rank).map((mode) => {
    const size = Math.hypot(...mode);
    return mode.map((value) => (size > 0 ? value / size : 0));
  });
  return { mean, directions };
}

/** The pictures as the mean and `rank` directions have them. @param pictures – `[N, P]`. */
export function throughComponents(
  { mean, directions }: PrincipalComponents,
  pictures: Float32Array,
  rank: number,
): Float32Array {
  const length = mean.length;
  const result = new Float32Array(pictures.length);
  for (let first = 0; first < pictures.length; first += length) {
    const picture = pictures.subarray(first, first + length);
    const kept = Float32Array.from(mean);
    for (const direction of directions.slice(0, rank)) {
      let along = 0;
      for (let i = 0; i < length; i++) along += (picture[i]! - mean[i]!) * direction[i]!;
      for (let i = 0; i < length; i++) kept[i]! += along * direction[i]!;
    }
    result.set(kept, first);
  }
  return result;
}
