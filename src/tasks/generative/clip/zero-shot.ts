/**
 * What a CLIP knows without having been taught it: facts of pictures, read by asking which of several sentences fits best. N pictures,
 * D the embedding.
 */
import { type FaceFacts, type FactName, factNames } from '../../../captions/face-facts.js';
import { sayFacts } from '../../../captions/say.js';
import type { Tokenizer } from '../../../captions/tokenizer.js';
import { areaUnderRoc } from '../../../core/numbers/area-under-roc.js';
import type { ClipEmbedder } from '../../../networks/clip/clip-embedder.js';
import { valuesOf } from '../text/fact-codes.js';

export interface ReadFact {
  fact: FactName;
  /** Pictures that show a value of it. */
  faces: number;
  /** Share of these whose value was told. */
  accuracy: number;
  /** Share of the commonest value: what one gets without a look. */
  commonest: number;
}

/**
 * Only what a picture shows is asked for: a sentence cannot say that somebody wears nothing.
 * @param pictures – `[N, D]`. @param facts – of each.
 */
export async function readFacts(
  embedder: ClipEmbedder,
  tokenizer: Tokenizer,
  pictures: Float32Array,
  facts: readonly FaceFacts[],
): Promise<ReadFact[]> {
  const result: ReadFact[] = [];
  for (const fact of factNames) {
    const rows = facts.flatMap((own, row) => (own[fact] === undefined ? [] : [row]));
    const seen = valuesOf(fact).filter((value) => rows.some((row) => facts[row]![fact] === value));
    if (seen.length < 2) continue;
    const sentences: Float32Array[] = [];
    for (const value of seen) sentences.push(await sentenceOf(embedder, tokenizer, factOf(fact, value)));
    const right = rows.filter((row) => {
      const scores = sentences.map((sentence) => product(sentence, pictures, row));
      return seen[scores.indexOf(Math.max(...scores))] === facts[row]![fact];
    }).length;
    const counts = seen.map((value) => rows.filter((row) => facts[row]![fact] === value).length);
    result.push({
      fact,
      faces: rows.length,
      accuracy: right / rows.length,
      commonest: Math.max(...counts) / rows.length,
    });
  }
  return result;
}

/** A colour is said with its thing. */
function factOf(fact: FactName, value: string): FaceFacts {
  return { ...(fact === 'headwearColour' && { headwear: 'brimmed' }), [fact]: value } as FaceFacts;
}

/** Whether something is there: the area under the curve of how much better the sentence fits than one of any person. */
export async function presence(
  embedder: ClipEmbedder,
  tokenizer: Tokenizer,
  sentence: string,
  pictures: Float32Array,
  present: readonly boolean[],
): Promise<number> {
  const { length } = embedder.metadata.architecture;
  const asked = await embedder.sentence(tokenizer.numbers(sentence, length));
  const anyone = await embedder.sentence(tokenizer.numbers('a person', length));
  const scores = present.map((_, row) => product(asked, pictures, row) - product(anyone, pictures, row));
  return areaUnderRoc(scores, present);
}

async function sentenceOf(
  embedder: ClipEmbedder,
  tokenizer: Tokenizer,
  facts: FaceFacts,
): Promise<Float32Array> {
  const { length } = embedder.metadata.architecture;
  return embedder.sentence(tokenizer.numbers(sayFacts(facts).text, length));
}

function product(sentence: Float32Array, pictures: Float32Array, row: number): number {
  let sum = 0;
  for (let i = 0; i < sentence.length; i++) sum += sentence[i]! * pictures[row * sentence.length + i]!;
  return sum;
}
