/**
 * Where an autoencoder of product quantisation begins: directions are the principal ones of the training faces' blocks, place by place;
 * what they tell is dealt out so that all tokens of a block have about as much to tell (Ge, He, Ke and Sun, "Optimized Product
 * Quantization", TPAMI 2014, 3.2.1: products of variances that are alike), and codes are those of Lloyd's iteration (k-means).
 * P blocks of N numbers, T tokens of each, D numbers of a token, K codes.
 */
import { evenly } from '../../../core/numbers/evenly.js';
import { leadingVectorSteps } from '../../../core/numbers/principal-modes.js';
import { inSteps, type Steps, shareOf } from '../../../core/steps.js';
import { partOf, silentWork, type Work } from '../../../core/work.js';
import { Graph } from '../../../nn/graph/graph.js';
import { exportInference, type TrainedValues } from '../../../nn/program/export-inference.js';
import type { TrainerState } from '../../../nn/program/trainer-state.js';
import { createInferenceSession } from '../../../nn/runtime/inference-session.js';
import { type FaceSet, pixelRange } from '../data/face-set.js';
import { type BlockSizes, blockSizes, type ProductModel } from './architecture.js';
import { blockNumbers, nearestCodes, productLayers } from './bottlenecks/product-quantiser.js';
import { asTokens } from './bottlenecks/token-rows.js';
import { withValues } from './given-values.js';

/** Directions are learnt from at most so many faces, which takes a minute. */
const mostForDirections = 4000;

/** Of the iteration for directions: which of two that vary alike comes first does not matter. */
const directionRounds = 8;

/** Codes from at most so many: what each token is to tell of them takes 10 KB a face at 256 tokens of 10 numbers. */
const mostForCodes = 40_000;

/** Of Lloyd's iteration; a dozen bring 0.1 dB more than half as many. */
const rounds = 10;

/** Faces whose scores of all codes are in memory at once. */
const scoredTogether = 4096;

/** Faces at once. */
const together = 32;

/** @param own – the trainer's state before its first step. @returns that state with directions and codes as said above. */
export async function productStart(
  model: ProductModel,
  faces: FaceSet,
  own: TrainerState,
  work: Work = silentWork,
): Promise<TrainerState> {
  const told = blockSizes(model, faces.size).each * model.codeLength;
  if (faces.count < Math.max(model.codes, told + 1))
    work.log.warn(
      `model: ${model.codes} codes and ${told} directions of a block, but ${faces.count} faces to find them from: what others show will be told badly`,
    );
  const { mean, directions } = await blockDirections(model, faces, work);
  const numbers = await toldNumbers(model, faces, { mean, directions }, work);
  const codes = await lloydCodes(numbers, model, blockSizes(model, faces.size), work);
  return withValues(own, {
    [`bottleneck.${productLayers.mean}`]: mean,
    [`bottleneck.${productLayers.directions}`]: directions,
    [`bottleneck.${productLayers.codes}`]: codes,
  });
}

interface BlockDirections {
  /** `[P, N]`. */
  mean: Float32Array;
  /** `[P, N, T·D]`. */
  directions: Float32Array;
}

async function blockDirections(model: ProductModel, faces: FaceSet, work: Work): Promise<BlockDirections> {
  const sizes = blockSizes(model, faces.size);
  const { blocks, each, numbers } = sizes;
  const told = each * model.codeLength;
  const mean = new Float32Array(blocks * numbers);
  const directions = new Float32Array(blocks * numbers * told);
  const rows = evenly(faces.count, Math.min(faces.count, mostForDirections));
  const what = 'directions of blocks';
  await inSteps(allDirections(), what, partOf(work, what, '%'));
  return { mean, directions };

  function* allDirections(): Steps<void> {
    for (let place = 0; place < blocks; place++) {
      const columns = blockColumns(faces, rows, place, model, sizes);
      const centres = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / rows.length);
      mean.set(centres, place * numbers);
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
          directions[(place * numbers + n) * told + i] = falling[from]!.direction[n]!;
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

/** `[P·T, faces, D]`. */
async function toldNumbers(
  model: ProductModel,
  faces: FaceSet,
  { mean, directions }: BlockDirections,
  work: Work,
): Promise<Float32Array> {
  const { blocks, each, numbers } = blockSizes(model, faces.size);
  const books = blocks * each;
  const rows = evenly(faces.count, Math.min(faces.count, mostForCodes));
  const graph = new Graph('inference');
  const told = blockNumbers(model, graph.input('image', [together, 3, faces.size, faces.size]), {
    mean: graph.constant(mean, [blocks, 1, numbers]),
    directions: graph.constant(directions, [blocks, numbers, each * model.codeLength]),
  });
  const { signal } = work;
  const session = await createInferenceSession(exportInference(graph, { told }, nothingTrained, {}), {
    signal,
  });
  try {
    const result = new Float32Array(books * rows.length * model.codeLength);
    const progress = partOf(work, 'what blocks tell', 'face');
    for (let first = 0; first < rows.length; first += together) {
      const some = rows.slice(first, first + together);
      const data = new Float32Array(together * 3 * faces.size ** 2);
      data.set(faces.images(some));
      const values = (await session.run({ image: { data, shape: [together, 3, faces.size, faces.size] } }))
        .told!;
      const length = some.length * model.codeLength;
      for (let book = 0; book < books; book++) {
        const from = book * together * model.codeLength;
        result.set(values.subarray(from, from + length), (book * rows.length + first) * model.codeLength);
      }
      progress.report(Math.min(first + together, rows.length), rows.length);
    }
    return result;
  } finally {
    await session.release();
  }
}

/** @param numbers – `[books, faces, D]`. @returns `[books, K, D]`. */
async function lloydCodes(
  numbers: Float32Array,
  { codes: count, codeLength }: ProductModel,
  { blocks, each }: BlockSizes,
  work: Work,
): Promise<Float32Array> {
  const books = blocks * each;
  const faces = numbers.length / books / codeLength;
  const graph = new Graph('inference');
  const part = Math.min(faces, scoredTogether);
  const chosen = nearestCodes(
    graph.input('numbers', [1, part, codeLength]),
    graph.input('codes', [1, count, codeLength]),
  );
  const { signal } = work;
  const session = await createInferenceSession(
    exportInference(graph, { chosen: asTokens(chosen, 1) }, nothingTrained, {}),
    { signal },
  );
  const progress = partOf(work, 'codes', 'token');
  try {
    const result = new Float32Array(books * count * codeLength);
    for (let book = 0; book < books; book++) {
      const rows = numbers.subarray(book * faces * codeLength, (book + 1) * faces * codeLength);
      const nearest = async (codes: Float32Array): Promise<Float32Array> => {
        const all = new Float32Array(faces);
        for (let first = 0; first < faces; first += part) {
          // The last part is as long as the others, and looks at some once more.
          const from = Math.min(first, faces - part);
          const data = rows.subarray(from * codeLength, (from + part) * codeLength);
          const { chosen } = await session.run({
            numbers: { data, shape: [1, part, codeLength] },
            codes: { data: codes, shape: [1, count, codeLength] },
          });
          all.set(chosen!, from);
        }
        return all;
      };
      result.set(await lloyd(rows, { count, codeLength, nearest }), book * count * codeLength);
      progress.report(book + 1, books);
    }
    return result;
  } finally {
    await session.release();
  }
}

interface Lloyd {
  /** K. */
  count: number;
  /** D. */
  codeLength: number;
  /** @param codes – `[K, D]`. @returns the number of the nearest for each row. */
  nearest(codes: Float32Array): Promise<Float32Array>;
}

/** @param rows – `[faces, D]`; where they are fewer than codes, some codes are the same. @returns `[K, D]`. */
export async function lloyd(
  rows: Float32Array,
  { count, codeLength, nearest }: Lloyd,
): Promise<Float32Array> {
  const faces = rows.length / codeLength;
  const codes = new Float32Array(count * codeLength);
  const begin = (code: number, row: number): void => {
    codes.set(rows.subarray(row * codeLength, (row + 1) * codeLength), code * codeLength);
  };
  for (let code = 0; code < count; code++) begin(code, Math.floor((code * faces) / count));
  for (let round = 0; round < rounds; round++) {
    const chosen = await nearest(codes);
    const counts = new Float64Array(count);
    const sums = new Float64Array(count * codeLength);
    for (let row = 0; row < faces; row++) {
      const code = chosen[row]!;
      counts[code]!++;
      for (let i = 0; i < codeLength; i++) sums[code * codeLength + i]! += rows[row * codeLength + i]!;
    }
    for (let code = 0; code < count; code++) {
      // One that no row chose begins anew, another row each round.
      if (counts[code] === 0) begin(code, (code * (2 * round + 3) + round) % faces);
      else
        for (let i = 0; i < codeLength; i++)
          codes[code * codeLength + i] = sums[code * codeLength + i]! / counts[code]!;
    }
  }
  return codes;
}

const nothingTrained: TrainedValues = {
  parameterLayout: [],
  parameters: new Float32Array(),
  statisticLayout: [],
  statistics: new Float32Array(),
};
