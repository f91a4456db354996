/** Faces to a sentence, by a trained DALL·E and the autoencoder whose tokens it has learnt. */
import { createTokenizer } from '../../../captions/tokenizer.js';
import { StoppedError, UsageError } from '../../../core/errors.js';
import { Random } from '../../../core/random.js';
import { silentWork, type Work } from '../../../core/work.js';
import { createInferenceSession } from '../../../nn/runtime/inference-session.js';
import { readFileOr } from '../../../node/files.js';
import { openAutoencoder } from '../autoencoders/open-autoencoder.js';
import { checkTokens, readDalleMetadata } from './dalle-file.js';
import { type SamplingSettings, sampleCodes, samplingDefaults } from './sample.js';

export interface ImagineOptions extends Partial<SamplingSettings> {
  sentence: string;
  /** Pictures that come back. */
  count: number;
  seed: number;
  /** Model files. */
  dalle: string;
  tokens: string;
  /** So many pictures are drawn for each that comes back: those that {@link rank} likes best. */
  bestOf?: number;
  /** How well each of N pictures `[N, 3, S, S]` (−1 to 1) fits the sentence. */
  rank?: ((pictures: Float32Array, size: number) => Promise<readonly number[]>) | undefined;
}

export interface ImaginedFaces {
  /** `[N, 3, S, S]`, −1 to 1. */
  pictures: Float32Array;
  /** S, pixels. */
  size: number;
  /** Words that the model does not know. */
  unknown: string[];
}

export const imagineDefaults = { count: 16, seed: 1, bestOf: 1 } as const;

/** Pictures drawn together. */
const together = 16;

export async function imagine(options: ImagineOptions, work: Work = silentWork): Promise<ImaginedFaces> {
  const { sentence, count, seed, dalle, tokens, bestOf = imagineDefaults.bestOf, rank, ...given } = options;
  if (bestOf > 1 && rank === undefined)
    throw new UsageError(`imagine: bestOf ${bestOf} without rank: nothing says which are the best`);
  const bytes = await readFileOr(dalle, 'the model');
  const metadata = readDalleMetadata(bytes, dalle);
  const tokenizer = createTokenizer(metadata.words);
  const unknown = [...new Set(tokenizer.unknown(sentence))];
  const words = tokenizer.numbers(sentence, metadata.architecture.length);
  if (!words.some((number) => number >= tokenizer.count - tokenizer.words.length))
    throw new UsageError(`imagine: no word of "${sentence}" is known`, {
      hint: 'such as "an old man with a full beard and dark glasses"; docs/captions.md has the words',
    });
  const autoencoder = await openAutoencoder(await readFileOr(tokens, 'the autoencoder'), tokens);
  const session = await createInferenceSession(bytes);
  try {
    const { size } = autoencoder.metadata;
    checkTokens(metadata, autoencoder.metadata, { dalle, tokens });
    const settings = { ...samplingDefaults, ...given };
    const all = count * bestOf;
    const pictures = new Float32Array(all * 3 * size * size);
    for (let first = 0; first < all; first += together) {
      if (work.signal.aborted) throw new StoppedError(`imagine, after ${first} of ${all} faces`);
      const number = Math.min(together, all - first);
      const sentences = new Array<Int32Array>(number).fill(words);
      const codes = await sampleCodes(
        session,
        metadata,
        sentences,
        settings,
        new Random(seed, 'imagine', first),
      );
      pictures.set(await autoencoder.decode(codes), first * 3 * size * size);
      work.report(first + number, all);
    }
    if (rank === undefined || bestOf === 1) return { pictures, size, unknown };
    const scores = await rank(pictures, size);
    return { pictures: bestOfThem(pictures, scores, count), size, unknown };
  } finally {
    await Promise.all([session.release(), autoencoder.release()]);
  }
}

/** The best first. */
function bestOfThem(pictures: Float32Array, scores: readonly number[], count: number): Float32Array {
  const plane = pictures.length / scores.length;
  const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b);
  const best = new Float32Array(count * plane);
  for (const [place, index] of order.slice(0, count).entries())
    best.set(pictures.subarray(index * plane, (index + 1) * plane), place * plane);
  return best;
}
