/**
 * How far drawn pictures show what their sentences say, told by judges that were trained on other faces. Beside each figure the ceiling
 * (the rendered faces, and as the tokens keep them) and the floor (always the commonest value).
 */
import { sayFacts } from '../../../captions/say.js';
import { createTokenizer } from '../../../captions/tokenizer.js';
import type { Image } from '../../../core/image.js';
import { Random } from '../../../core/random.js';
import type { Session } from '../../../nn/runtime/runtime.js';
import type { Autoencoder } from '../../../tasks/generative/autoencoders/open-autoencoder.js';
import type { DalleMetadata } from '../../../tasks/generative/dalle/dalle-file.js';
import { sampleCodes, samplingDefaults } from '../../../tasks/generative/dalle/sample.js';
import type { FaceSet } from '../../../tasks/generative/data/face-set.js';
import { judgedAccuracy } from '../../../tasks/generative/judges/accuracy.js';
import { familyFact, type Judgement } from '../../../tasks/generative/judges/judge-file.js';
import { imageOf } from '../../../tasks/generative/pictures/sheet.js';
import { stripLength } from './measure-codes.js';

export interface DrawnFact {
  fact: string;
  drawn: number;
  /** The best of several, where several were drawn. */
  best: number | null;
  /** The true faces, as the tokens keep them and as they were rendered. */
  tokens: number;
  rendered: number;
  commonest: number;
  /** (drawn − commonest) / (rendered − commonest); null where the judges know hardly more than the commonest. */
  share: number | null;
}

export interface MeasuredDrawing {
  sentences: number;
  facts: DrawnFact[];
  /** Over those facts together: what is gained over the commonest values, of what rendering gains. */
  share: number | null;
  /** The same of the best of so many. */
  bestShare: number | null;
  bestOf: number;
}

export interface SeenDrawing {
  measured: MeasuredDrawing;
  strips: { sentences: string[]; rendered: Float32Array; drawn: Float32Array };
}

export interface Drawer {
  session: Session;
  metadata: DalleMetadata;
  autoencoder: Autoencoder;
  judge(pictures: readonly Image[]): Promise<Judgement[]>;
  /** How well pictures fit their sentences. */
  rank(pictures: readonly Image[], sentences: readonly string[]): Promise<Float32Array>;
  bestOf: number;
}

const together = 16;
/** A judge must tell more than the commonest value by so many standard errors of that: one that hardly does says nothing of pictures. */
const leastErrors = 2;

export async function measureDrawn(
  drawer: Drawer,
  faces: FaceSet,
  most: number,
  seed: string,
): Promise<SeenDrawing> {
  const { autoencoder, judge, bestOf } = drawer;
  const count = Math.min(most, faces.count);
  const facts = faces.faces.slice(0, count).map((face) => face.facts);
  const sentences = facts.map((own) => sayFacts(own).text);
  const truth = faces.images([...facts.keys()]);
  const kept = await autoencoder.decode((await autoencoder.encode(truth)).codes);
  const plane = 3 * faces.size ** 2;
  const drawn = await drawAll(drawer, sentences, plane, ['drawn', seed]);
  const best = bestOf > 1 ? await bestOfAll(drawer, sentences, drawn, faces.size, seed) : undefined;
  const accuracies = async (pictures: Float32Array) =>
    judgedAccuracy(await judge(facts.map((_, n) => imageOf(pictures, n, faces.size))), facts);
  const [own, tokens, ceiling] = [await accuracies(drawn), await accuracies(kept), await accuracies(truth)];
  const chosen = best && (await accuracies(best));
  const told = own.map(({ fact, accuracy, commonest }, i): DrawnFact => {
    const rendered = ceiling[i]!.accuracy;
    const room = rendered - commonest;
    const error = Math.sqrt((commonest * (1 - commonest)) / count);
    const share = room > 0 && room >= leastErrors * error ? (accuracy - commonest) / room : null;
    return {
      ...{ fact, drawn: accuracy, best: chosen?.[i]?.accuracy ?? null },
      ...{ tokens: tokens[i]!.accuracy, rendered, commonest, share },
    };
  });
  // A family says again what the expression says.
  const known = told.filter(({ fact, share }) => share !== null && fact !== familyFact);
  const gained = (of: 'drawn' | 'best' | 'rendered'): number =>
    known.reduce((sum, fact) => sum + fact[of]! - fact.commonest, 0);
  const shareOf = (of: 'drawn' | 'best'): number | null =>
    known.length === 0 ? null : gained(of) / gained('rendered');
  const shown = Math.min(stripLength, count);
  return {
    measured: {
      sentences: count,
      facts: told,
      share: shareOf('drawn'),
      bestShare: best === undefined ? null : shareOf('best'),
      bestOf,
    },
    strips: {
      sentences: sentences.slice(0, shown),
      rendered: truth.slice(0, shown * plane),
      drawn: drawn.slice(0, shown * plane),
    },
  };
}

/** One picture to each sentence, `[N, 3, S, S]`. */
async function drawAll(
  { session, metadata, autoencoder }: Drawer,
  sentences: readonly string[],
  plane: number,
  seed: readonly (string | number)[],
): Promise<Float32Array> {
  const tokenizer = createTokenizer(metadata.words);
  const drawn = new Float32Array(sentences.length * plane);
  for (let first = 0; first < sentences.length; first += together) {
    const words = sentences
      .slice(first, first + together)
      .map((sentence) => tokenizer.numbers(sentence, metadata.architecture.length));
    const codes = await sampleCodes(session, metadata, words, samplingDefaults, new Random(...seed, first));
    drawn.set(await autoencoder.decode(codes), first * plane);
  }
  return drawn;
}

/** Of the first and as many more as are missing, for each sentence the picture that fits it best. */
async function bestOfAll(
  drawer: Drawer,
  sentences: readonly string[],
  first: Float32Array,
  size: number,
  seed: string,
): Promise<Float32Array> {
  const plane = 3 * size ** 2;
  const result = first.slice();
  const scores = new Float32Array(sentences.length).fill(-Infinity);
  for (let round = 0; round < drawer.bestOf; round++) {
    const drawn = round === 0 ? first : await drawAll(drawer, sentences, plane, ['again', seed, round]);
    const fits = await drawer.rank(
      sentences.map((_, n) => imageOf(drawn, n, size)),
      sentences,
    );
    keepBest({ pictures: result, scores }, drawn, fits);
  }
  return result;
}

/** Takes over what fits better. @param best – N pictures, and how well each fits. @param drawn – N others. */
export function keepBest(
  best: { pictures: Float32Array; scores: Float32Array },
  drawn: Float32Array,
  fits: ArrayLike<number>,
): void {
  const plane = drawn.length / fits.length;
  for (let n = 0; n < fits.length; n++) {
    const fit = fits[n]!;
    if (fit <= best.scores[n]!) continue;
    best.scores[n] = fit;
    best.pictures.set(drawn.subarray(n * plane, (n + 1) * plane), n * plane);
  }
}
