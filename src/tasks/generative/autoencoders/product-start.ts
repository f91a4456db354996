/**
 * Where an autoencoder of product quantisation begins: directions of blocks (`block-directions.ts`), and for each token codes found by
 * Lloyd's iteration (`lloyd.ts`). It takes minutes, so what is done of it is kept where a training is stopped (`kept-start.ts`).
 * P blocks of N numbers, T tokens of each, D numbers of a token, K codes.
 */
import { StoppedError } from '../../../core/errors.js';
import { evenly } from '../../../core/numbers/evenly.js';
import { partOf, silentWork, type Work } from '../../../core/work.js';
import { Graph } from '../../../nn/graph/graph.js';
import { exportInference, type TrainedValues } from '../../../nn/program/export-inference.js';
import type { TrainerState } from '../../../nn/program/trainer-state.js';
import { createInferenceSession } from '../../../nn/runtime/inference-session.js';
import type { FaceSet } from '../data/face-set.js';
import { type BlockSizes, blockSizes, type ProductModel } from './architecture.js';
import { directionSettings, findDirections } from './block-directions.js';
import { blockNumbers, nearestCodes, productLayers } from './bottlenecks/product-quantiser.js';
import { asTokens } from './bottlenecks/token-rows.js';
import { withValues } from './given-values.js';
import { type KeptStart, keptStart, type StartParts } from './kept-start.js';
import { lloyd, lloydRounds } from './lloyd.js';

/** Codes from at most so many faces: what each token is to tell of them takes 10 KB a face at 256 tokens of 10 numbers. */
const mostForCodes = 40_000;

/** Faces whose scores of all codes are in memory at once. */
const scoredTogether = 4096;

/** Faces at once. */
const together = 32;

/** Tokens after whose codes what is done is kept. */
const booksBetween = 32;

/** All that decides the start beside the faces and the model. */
const settings = { ...directionSettings, mostForCodes, lloydRounds };

/**
 * @param own – the trainer's state before its first step. @param file – keeps what is done, so that the next call goes on there.
 * @returns that state with directions and codes as said above.
 */
export async function productStart(
  model: ProductModel,
  faces: FaceSet,
  own: TrainerState,
  work: Work = silentWork,
  file?: string,
): Promise<TrainerState> {
  const told = blockSizes(model, faces.size).each * model.codeLength;
  if (faces.count < Math.max(model.codes, told + 1))
    work.log.warn(
      `model: ${model.codes} codes and ${told} directions of a block, but ${faces.count} faces to find them from: what others show will be told badly`,
    );
  const kept = await keptStart(model, faces, { settings, file, log: work.log });
  try {
    await findParts(model, faces, kept, work);
  } catch (error) {
    // What led here is the news; that it could not be kept is not.
    const isKept = await kept.write().then(
      () => true,
      () => false,
    );
    if (!isKept || !(error instanceof StoppedError) || file === undefined) throw error;
    throw new StoppedError('stopped before the first step', {
      hint: 'what was computed is kept: run the same command again',
      cause: error,
    });
  }
  const { mean, directions, codes } = kept.parts;
  return withValues(own, {
    [`bottleneck.${productLayers.mean}`]: mean,
    [`bottleneck.${productLayers.directions}`]: directions,
    [`bottleneck.${productLayers.codes}`]: codes,
  });
}

async function findParts(
  model: ProductModel,
  faces: FaceSet,
  { parts, write }: KeptStart,
  work: Work,
): Promise<void> {
  const sizes = blockSizes(model, faces.size);
  if (parts.books === sizes.blocks * sizes.each) return;
  await findDirections(parts, model, faces, work);
  await write();
  const numbers = await toldNumbers(model, faces, parts, work);
  await findCodes(parts, numbers, model, sizes, work, write);
  await write();
}

/** `[P·T, faces, D]`. */
async function toldNumbers(
  model: ProductModel,
  faces: FaceSet,
  { mean, directions }: StartParts,
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

/** Finds those of the tokens that are still to be done. @param numbers – `[books, faces, D]`. @param now – called after every few. */
async function findCodes(
  parts: StartParts,
  numbers: Float32Array,
  { codes: count, codeLength }: ProductModel,
  { blocks, each }: BlockSizes,
  work: Work,
  now: () => Promise<void>,
): Promise<void> {
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
    for (let book = parts.books; book < books; book++) {
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
      parts.codes.set(await lloyd(rows, { count, codeLength, nearest }), book * count * codeLength);
      parts.books = book + 1;
      progress.report(parts.books, books);
      if (parts.books % booksBetween === 0) await now();
    }
  } finally {
    await session.release();
  }
}

const nothingTrained: TrainedValues = {
  parameterLayout: [],
  parameters: new Float32Array(),
  statisticLayout: [],
  statistics: new Float32Array(),
};
