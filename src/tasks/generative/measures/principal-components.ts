/** What principal components keep of pictures: the linear measure beside which learnt codes are to be seen. N pictures of P numbers, R components. */
import { principalModeSteps } from '../../../core/numbers/principal-modes.js';
import { inSteps } from '../../../core/steps.js';
import { partOf, silentWork, type Work } from '../../../core/work.js';

/** Components are learnt from at most so many pictures: their products fill a square of that side. */
export const mostPictures = 1500;

export interface PrincipalComponents {
  /** `[P]`. */
  mean: Float32Array;
  /** `[R][P]`, each of length 1, at right angles. */
  directions: Float32Array[];
}

/** Takes 20 s of {@link mostPictures} of 64 pixels. @param pictures – `[N, P]`. @param rank – R, at most N. */
export async function principalComponents(
  pictures: Float32Array,
  count: number,
  rank: number,
  work: Work = silentWork,
): Promise<PrincipalComponents> {
  const length = pictures.length / count;
  const sums = new Float64Array(length);
  for (const [i, value] of pictures.entries()) sums[i % length]! += value;
  const mean = Float32Array.from(sums, (sum) => sum / count);
  const rows = Array.from({ length: count }, (_, n) =>
    pictures.subarray(n * length, (n + 1) * length).map((value, i) => value - mean[i]!),
  );
  const what = 'principal components';
  const modes = await inSteps(principalModeSteps(rows, rank), what, partOf(work, what, '%'));
  const directions = modes.map((mode) => {
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
      const along = placeAlong(picture, mean, direction);
      for (let i = 0; i < length; i++) kept[i]! += along * direction[i]!;
    }
    result.set(kept, first);
  }
  return result;
}

/** How much pictures vary along each direction. @param pictures – `[N, P]`. @returns `[R]`. */
export function variancesAlong({ mean, directions }: PrincipalComponents, pictures: Float32Array): number[] {
  const length = mean.length;
  const count = pictures.length / length;
  return directions.map((direction) => {
    let variance = 0;
    for (let first = 0; first < pictures.length; first += length)
      variance += placeAlong(pictures.subarray(first, first + length), mean, direction) ** 2 / count;
    return variance;
  });
}

function placeAlong(picture: Float32Array, mean: Float32Array, direction: Float32Array): number {
  let along = 0;
  for (let i = 0; i < mean.length; i++) along += (picture[i]! - mean[i]!) * direction[i]!;
  return along;
}
