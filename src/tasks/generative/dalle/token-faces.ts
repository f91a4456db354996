/** Faces as tokens with what can be said of them, and the rows of words and tokens that are learnt. B batch, T words, G tokens, V words in all. */
import type { Tokenizer } from '../../../captions/tokenizer.js';
import { Random } from '../../../core/random.js';
import { silentWork, type Work } from '../../../core/work.js';
import type { StepSource } from '../../../nn/train/fit/batches.js';
import { encodedFaces } from '../autoencoders/encoded-faces.js';
import type { Autoencoder } from '../autoencoders/open-autoencoder.js';
import { BatchOrder } from '../data/batch-order.js';
import type { FaceSet } from '../data/face-set.js';
import { mirroredFacts } from '../data/mirrored.js';
import { sampledCaptions } from '../text/sampled-captions.js';
import type { DalleRecipe } from './recipe.js';
import { emptySentence } from './sample.js';

export interface TokenFaces {
  readonly faces: FaceSet['faces'];
  /** `[N, G]`. */
  readonly codes: Float32Array;
  /** Of the faces in a mirror, likewise; undefined where none is seen in one. */
  readonly mirrored?: Float32Array | undefined;
  /** G. */
  readonly tokens: number;
}

/** @param inMirror – also each face in a mirror. */
export async function tokensOf(
  faces: FaceSet,
  autoencoder: Autoencoder,
  inMirror = false,
  work: Work = silentWork,
): Promise<TokenFaces> {
  const encoded = await encodedFaces(autoencoder, faces, inMirror, work);
  return { faces: faces.faces, ...encoded, tokens: autoencoder.codeLength };
}

/** `[B, T + G]`: words, then V + codes. Sentences, and which faces are seen in a mirror, are a function of `random`. */
export function rowsOf(
  { faces, codes, mirrored, tokens }: TokenFaces,
  indices: readonly number[],
  { model: { length }, captions: { drop, without } }: Pick<DalleRecipe, 'model' | 'captions'>,
  tokenizer: Tokenizer,
  random: Random,
): Float32Array {
  const inMirror = indices.map((_, i) => mirrored !== undefined && random.child('mirror', i).chance(0.5));
  const facts = indices.map((index, i) => {
    const { facts: known } = faces[index]!;
    return inMirror[i] ? mirroredFacts(known) : known;
  });
  const { words } = sampledCaptions(facts, { tokenizer, length, drop, unknown: 0 }, random);
  const all = length + tokens;
  const rows = new Float32Array(indices.length * all);
  const nothing = emptySentence(length);
  for (const [i, index] of indices.entries()) {
    rows.set(random.chance(without) ? nothing : words.subarray(i * length, (i + 1) * length), i * all);
    const drawn = inMirror[i] ? mirrored! : codes;
    for (let token = 0; token < tokens; token++)
      rows[i * all + length + token] = tokenizer.count + drawn[index * tokens + token]!;
  }
  return rows;
}

/** Batches whose sentences are drawn anew each pass. */
export function rowSource(training: TokenFaces, recipe: DalleRecipe, tokenizer: Tokenizer): StepSource {
  const { batch, seed } = recipe;
  const order = new BatchOrder(training.faces.length, batch, seed);
  return {
    async batch(number) {
      const random = new Random(seed, 'sentences', number);
      return { row: rowsOf(training, order.indices(number), recipe, tokenizer, random) };
    },
  };
}
