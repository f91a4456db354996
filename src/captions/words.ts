/** Sentences as numbers: every word of the phrases has one, in alphabetical order, after what stands for no word. */
import { clothColours, hairColours, lexicon, type Phrases, personNouns, plainHair } from './phrases.js';
import { plainText } from './plain-text.js';

/** Before the words. */
export const specialWords = { padding: 0, begin: 1, end: 2, unknown: 3 } as const;
const first = Object.keys(specialWords).length;

/** Beside those of phrases: joins, articles, how pictures are begun. */
const joins = 'a an the and with of in photo portrait his her their';

let known: { words: readonly string[]; numbers: ReadonlyMap<string, number> } | undefined;

/** Words by their number less the special ones. */
export function captionWords(): readonly string[] {
  return vocabulary().words;
}

/**
 * @param length – of the result; a sentence that is longer is cut.
 * @returns numbers of the words between `begin` and `end`, then padding.
 */
export function wordNumbers(sentence: string, length: number): Int32Array {
  const { numbers } = vocabulary();
  const result = new Int32Array(length).fill(specialWords.padding);
  const words = plainText(sentence)
    .split(' ')
    .filter((word) => word !== '');
  const told = [
    specialWords.begin,
    ...words.map((word) => numbers.get(word) ?? specialWords.unknown),
    specialWords.end,
  ];
  told.slice(0, length).forEach((number, i) => {
    result[i] = number;
  });
  return result;
}

/** The sentence of numbers, up to its end. */
export function sentenceOf(numbers: ArrayLike<number>): string {
  const { words } = vocabulary();
  const said: string[] = [];
  for (const number of Array.from(numbers)) {
    if (number === specialWords.end) break;
    if (number >= first) said.push(words[number - first]!);
    else if (number === specialWords.unknown) said.push('?');
  }
  return said.join(' ');
}

function vocabulary(): NonNullable<typeof known> {
  if (known === undefined) {
    const phrases = [
      ...Object.values(lexicon).flatMap((values) =>
        Object.values(values as Readonly<Record<string, Phrases>>).flatMap(
          ({ adjective = [], noun = [], thing = [], clause = [] }) => [
            ...adjective,
            ...noun,
            ...thing,
            ...clause,
          ],
        ),
      ),
      ...personNouns,
      ...plainHair,
      ...Object.values(hairColours).flat(),
      ...Object.values(clothColours).flat(),
      // "red-haired" is one word.
      ...Object.values(hairColours)
        .flat()
        .map((colour) => `${colour}-haired`),
      joins,
    ];
    const words = [
      ...new Set(
        phrases.flatMap((phrase) => plainText(phrase).split(' ')).filter((word) => /\p{L}/u.test(word)),
      ),
    ].sort();
    const own = words.filter((word) => !word.startsWith('-'));
    known = { words: own, numbers: new Map(own.map((word, i) => [word, first + i])) };
  }
  return known;
}
