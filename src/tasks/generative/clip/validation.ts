/** The recall of a CLIP among held-out faces, by sentences that say all that is true of each. N faces, D the embedding. */
import { type FaceFacts, factNames } from '../../../captions/face-facts.js';
import { sayFacts } from '../../../captions/say.js';
import type { Tokenizer } from '../../../captions/tokenizer.js';
import { Random } from '../../../core/random.js';
import type { ClipEmbedder } from '../../../networks/clip/clip-embedder.js';
import type { FaceSet } from '../data/face-set.js';
import { pictureOf } from '../data/vary-picture.js';
import { type Retrieval, retrieval } from './retrieval.js';

/** The first faces of a set. */
export interface EmbeddedFaces {
  /** `[N, D]`. */
  pictures: Float32Array;
  facts: FaceFacts[];
}

export async function embedFaces(
  embedder: ClipEmbedder,
  faces: FaceSet,
  most: number,
): Promise<EmbeddedFaces> {
  const rows = Array.from({ length: Math.min(most, faces.count) }, (_, i) => i);
  return {
    pictures: await embedder.pictures(rows.map((row) => pictureOf(faces, row))),
    facts: rows.map((row) => faces.faces[row]!.facts),
  };
}

/** @param paraphrase – a seed: sentences with synonyms and another order; plain ones where it is left out. */
export async function clipRecall(
  embedder: ClipEmbedder,
  tokenizer: Tokenizer,
  { pictures, facts }: EmbeddedFaces,
  paraphrase?: number,
): Promise<Retrieval> {
  const { length, embedding } = embedder.metadata.architecture;
  const sentences = new Float32Array(pictures.length);
  for (const [row, own] of facts.entries()) {
    const random = paraphrase === undefined ? undefined : new Random(paraphrase, 'paraphrase', row);
    const numbers = tokenizer.numbers(sayFacts(own, random).text, length);
    sentences.set(await embedder.sentence(numbers), row * embedding);
  }
  return retrieval(pictures, sentences, facts.map(sameKey));
}

/** Equal for faces of which the same can be said. */
function sameKey(facts: FaceFacts): string {
  return factNames.map((name) => facts[name] ?? '').join('|');
}
