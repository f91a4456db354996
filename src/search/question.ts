/** A sentence, embedded, and which of its words the model does not know. */
import type { Tokenizer } from '../captions/tokenizer.js';
import { UsageError } from '../core/errors.js';
import type { OpenedClip } from './open-clip.js';

export interface Question {
  sentence: string;
  /** `[D]`. */
  embedding: Float32Array;
  /** Words that were not in the model's sentences: they say nothing. */
  unknown: string[];
}

/** Letters of a sentence. */
const longest = 1000;

export async function embedQuestion(clip: OpenedClip, sentence: string): Promise<Question> {
  const { tokenizer, metadata } = clip;
  const { numbers, unknown } = sentenceNumbers(sentence, tokenizer, metadata.architecture.length);
  return { sentence, embedding: await clip.sentence(numbers), unknown };
}

/** Refuses a sentence of which the model knows no word. @param length – of the numbers. */
export function sentenceNumbers(
  sentence: string,
  tokenizer: Tokenizer,
  length: number,
): { numbers: Int32Array; unknown: string[] } {
  if (sentence.length > longest)
    throw new UsageError(`search: a sentence of ${sentence.length} letters; allowed: ${longest}`, {
      hint: 'say it shorter',
    });
  const unknown = [...new Set(tokenizer.unknown(sentence))];
  const numbers = tokenizer.numbers(sentence, length);
  const firstWord = tokenizer.count - tokenizer.words.length;
  if (!numbers.some((number) => number >= firstWord))
    throw new UsageError(
      unknown.length === 0
        ? 'search: the sentence is empty'
        : `search: none of these words is known: ${unknown.join(', ')}`,
      { hint: 'such as "a smiling woman with glasses"; docs/captions.md has the words' },
    );
  return { numbers, unknown };
}

/** How well each face fits: cosines, −1 to 1. @param faces – `[N, D]`. @returns `[N]`. */
export function scoresOf({ embedding }: Question, faces: Float32Array): Float32Array {
  const size = embedding.length;
  return Float32Array.from({ length: faces.length / size }, (_, row) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += faces[row * size + i]! * embedding[i]!;
    return sum;
  });
}
