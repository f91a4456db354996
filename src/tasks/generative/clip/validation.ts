/** The recall of a CLIP among held-out faces, by sentences that say all that is true of each. */
import { type FaceFacts, factNames } from '../../../captions/face-facts.js';
import { sayFacts } from '../../../captions/say.js';
import type { Tokenizer } from '../../../captions/tokenizer.js';
import { Random } from '../../../core/random.js';
import type { ClipEmbedder } from '../../../networks/clip/clip-embedder.js';
import type { FaceSet } from '../data/face-set.js';
import { type Retrieval, retrieval } from './retrieval.js';
import { pictureOf } from './vary-picture.js';

export interface ClipValidationOptions {
  tokenizer: Tokenizer;
  /** Faces among which is looked, the first ones. */
  count: number;
  /** Sentences by a seed, with synonyms and another order; plain ones where it is left out. */
  paraphrase?: number | undefined;
}

export async function clipRecall(
  embedder: ClipEmbedder,
  faces: FaceSet,
  { tokenizer, count, paraphrase }: ClipValidationOptions,
): Promise<Retrieval> {
  const { length } = embedder.metadata.architecture;
  const rows = Array.from({ length: Math.min(count, faces.count) }, (_, i) => i);
  const pictures = await embedder.pictures(rows.map((row) => pictureOf(faces, row)));
  const sentences: Float32Array[] = [];
  for (const row of rows) {
    const random = paraphrase === undefined ? undefined : new Random(paraphrase, 'paraphrase', row);
    const { text } = sayFacts(faces.faces[row]!.facts, random);
    sentences.push(await embedder.sentence(tokenizer.numbers(text, length)));
  }
  const all = new Float32Array(pictures.length);
  for (const [i, sentence] of sentences.entries()) all.set(sentence, i * sentence.length);
  return retrieval(
    pictures,
    all,
    rows.map((row) => sameKey(faces.faces[row]!.facts)),
  );
}

/** Equal for faces of which the same can be said. */
export function sameKey(facts: FaceFacts): string {
  return factNames.map((name) => facts[name] ?? '').join('|');
}
