/**
 * Along which directions the blocks of a product of codes are told: the principal ones of the training faces' blocks, place by place, dealt
 * out so that all tokens of a block have about as much to tell (Ge, He, Ke and Sun, "Optimized Product Quantization", TPAMI 2014, 3.2.1:
 * products of variances that are alike). P blocks of N numbers, T tokens of each, D numbers of a token.
 */
import { evenly } from '../../../core/numbers/evenly.js';
import { leadingVectorSteps } from '../../../core/numbers/principal-modes.js';
import { inSteps, type Steps, shareOf } from '../../../core/steps.js';
import { partOf, type Work } from '../../../core/work.js';
import { type FaceSet, pixelRange } from '../data/face-set.js';
import { type BlockSizes, blockSizes, type ProductModel } from './architecture.js';
import type { StartParts } from './kept-start.js';

/** Directions are learnt from at most so many faces, which takes a minute. */
const mostForDirections = 4000;

/** Of the iteration for directions: which of two that vary alike comes first does not matter. */
const directionRounds = 8;

/** All that decides the directions beside the faces and the model. */
export const directionSettings: object = { mostForDirections, directionRounds };

/** Finds those of the places that are still to be done. */
export async function findDirections(
  parts: StartParts,
  model: ProductModel,
  faces: FaceSet,
  work: Work,
): Promise<void> {
  const sizes = blockSizes(model, faces.size);
  const { blocks, each, numbers } = sizes;
  if (parts.places === blocks) return;
  const told = each * model.codeLength;
  const rows = evenly(faces.count, Math.min(faces.count, mostForDirections));
  const what = 'directions of blocks';
  await inSteps(allDirections(), what, partOf(work, what, '%'));

  function* allDirections(): Steps<void> {
    for (let place = parts.places; place < blocks; place++) {
      const columns = blockColumns(faces, rows, place, model, sizes);
      const centres = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / rows.length);
      parts.mean.set(centres, place * numbers);
      const covariance = yield* shareOf(covarianceSteps(columns, centres), place / blocks, 0.5 / blocks);
      const found = yield* shareOf(
        leadingVectorSteps(covariance, numbers, told, directionRounds),
        (place + 0.5) / blocks,
        0.5 / blocks,
      );
      // Of a few rounds neighbours may stand the other way round.
      const falling = found
        .map((direction) => ({ direction, variance: varianceAlong(covariance, direction) }))
        .sort((a, b) => b.variance - a.variance);
      const hands = dealt(
        falling.map(({ variance }) => variance),
        each,
      );
      for (const [i, from] of hands.entries())
        for (let n = 0; n < numbers; n++)
          parts.directions[(place * numbers + n) * told + i] = falling[from]!.direction[n]!;
      parts.places = place + 1;
    }
  }
}

/** Of the blocks at one place, `[N][faces]`. */
function blockColumns(
  faces: FaceSet,
  rows: readonly number[],
  place: number,
  { block }: ProductModel,
  { along, numbers }: BlockSizes,
): Float32Array[] {
  const columns = Array.from({ length: numbers }, () => new Float32Array(rows.length));
  const { size } = faces;
  const [top, left] = [Math.floor(place / along) * block, (place % along) * block];
  for (const [i, row] of rows.entries()) {
    const picture = faces.pixels(row);
    for (let n = 0; n < numbers; n++) {
      const [channel, y, x] = [Math.floor(n / block ** 2), Math.floor(n / block) % block, n % block];
      const byte = picture[(channel * size + top + y) * size + left + x]!;
      columns[n]![i] = (byte / 255 - pixelRange.mean) / pixelRange.deviation;
    }
  }
  return columns;
}

function* covarianceSteps(columns: readonly Float32Array[], centres: readonly number[]): Steps<Float64Array> {
  const count = columns.length;
  const result = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      const [a, b] = [columns[i]!, columns[j]!];
      let sum = 0;
      for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
      const value = sum / a.length - centres[i]! * centres[j]!;
      result[i * count + j] = value;
      result[j * count + i] = value;
    }
    yield ((i + 1) * (i + 2)) / (count * (count + 1));
  }
  return result;
}

function varianceAlong(covariance: Float64Array, direction: Float64Array): number {
  const n = direction.length;
  let variance = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) variance += direction[i]! * direction[j]! * covariance[i * n + j]!;
  return variance;
}

/**
 * @param variances – falling. @param hands – which get as many each.
 * @returns the numbers of the first hand, then of the second, and so on: each goes to the hand whose product of variances is least.
 */
export function dealt(variances: readonly number[], hands: number): number[] {
  const most = variances.length / hands;
  const least = Math.max(Number.MIN_VALUE, Math.min(...variances.filter((variance) => variance > 0)));
  const given = Array.from({ length: hands }, () => ({ numbers: [] as number[], product: 0 }));
  for (const [i, variance] of variances.entries()) {
    const open = given.filter(({ numbers }) => numbers.length < most);
    const next = open.reduce((one, other) => (other.product < one.product ? other : one));
    next.numbers.push(i);
    next.product += Math.log(Math.max(variance, least) / least);
  }
  return given.flatMap(({ numbers }) => numbers);
}
