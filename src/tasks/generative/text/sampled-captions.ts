/**
 * Sentences of faces, drawn anew for each face and pass: synonyms, another order, facts left out, and now and then a word that is not
 * known, so that unknown words in what people ask do little harm. B batch, T words, F places of facts.
 */
import type { FaceFacts } from '../../../captions/face-facts.js';
import { sayFacts } from '../../../captions/say.js';
import { specialWords, type Tokenizer } from '../../../captions/tokenizer.js';
import type { Random } from '../../../core/random.js';
import { factPlaces, writeFacts } from './fact-codes.js';

export interface SampledCaptions {
  /** `[B, T]`. */
  words: Float32Array;
  /** `[B, F]`: what each sentence says. */
  said: Float32Array;
}

export interface SampledCaptionsOptions {
  tokenizer: Tokenizer;
  /** T. */
  length: number;
  /** Shares of the facts that are left out: one is drawn for each sentence. */
  drop: readonly number[];
  /** How probably each word is made unknown. */
  unknown: number;
}

/** @param faces – facts of each of B faces. */
export function sampledCaptions(
  faces: readonly FaceFacts[],
  { tokenizer, length, drop, unknown }: SampledCaptionsOptions,
  random: Random,
): SampledCaptions {
  const words = new Float32Array(faces.length * length);
  const said = new Float32Array(faces.length * factPlaces);
  const firstWord = tokenizer.count - tokenizer.words.length;
  for (const [row, facts] of faces.entries()) {
    const caption = sayFacts(facts, random, { drop: random.pick(drop) });
    const numbers = tokenizer.numbers(caption.text, length);
    for (const [place, number] of numbers.entries())
      words[row * length + place] =
        number >= firstWord && random.chance(unknown) ? specialWords.unknown : number;
    writeFacts(caption.facts, said, row);
  }
  return { words, said };
}
