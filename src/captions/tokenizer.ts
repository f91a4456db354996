/**
 * Sentences as numbers for networks, word by word, over a bounded vocabulary: a number for no word, for beginning, end and unknown
 * words, then one for each known word. A model keeps its words in its file, so that it reads the same numbers when the phrases change.
 */
import { plainText } from './plain-text.js';

/** Before the words. */
export const specialWords = { padding: 0, begin: 1, end: 2, unknown: 3 } as const;
const first = Object.keys(specialWords).length;

export interface Tokenizer {
  /** By their number less the special ones. */
  readonly words: readonly string[];
  /** Numbers in all, the special ones too. */
  readonly count: number;
  /**
   * @param length – of the result; a sentence that is longer is cut.
   * @returns numbers of the words between `begin` and `end`, then padding.
   */
  numbers(sentence: string, length: number): Int32Array;
  /** The sentence of numbers, up to its end. */
  sentence(numbers: ArrayLike<number>): string;
  /** Words of the sentence that have no number, in their order. */
  unknown(sentence: string): string[];
}

export function createTokenizer(words: readonly string[]): Tokenizer {
  const known = new Map(words.map((word, i) => [word, first + i]));
  return {
    words,
    count: words.length + first,
    numbers(sentence, length) {
      const result = new Int32Array(length).fill(specialWords.padding);
      const told = [
        specialWords.begin,
        ...wordsOf(sentence).map((word) => known.get(word) ?? specialWords.unknown),
        specialWords.end,
      ];
      told.slice(0, length).forEach((number, i) => {
        result[i] = number;
      });
      return result;
    },
    sentence(numbers) {
      const said: string[] = [];
      for (const number of Array.from(numbers)) {
        if (number === specialWords.end) break;
        if (number >= first) said.push(words[number - first]!);
        else if (number === specialWords.unknown) said.push('?');
      }
      return said.join(' ');
    },
    unknown: (sentence) => wordsOf(sentence).filter((word) => !known.has(word)),
  };
}

function wordsOf(sentence: string): string[] {
  return plainText(sentence)
    .split(' ')
    .filter((word) => word !== '');
}
