/** The words of all phrases: what sentences that are said are made of. */
import { eventWords } from './events.js';
import { clothColours, hairColours, lexicon, type Phrases, personNouns, plainHair } from './phrases.js';
import { plainText } from './plain-text.js';
import { createTokenizer, type Tokenizer } from './tokenizer.js';

/** Beside those of phrases: joins, articles, how pictures are begun. */
const joins = 'a an the and with of in photo portrait his her their';

let known: Tokenizer | undefined;

/** Of all words that phrases are made of, in alphabetical order. */
export function captionTokenizer(): Tokenizer {
  known ??= createTokenizer(captionWords());
  return known;
}

let ofClips: Tokenizer | undefined;

/** Those, and the words of what happens in clips, which come after them. */
export function clipTokenizer(): Tokenizer {
  const words = captionTokenizer().words;
  ofClips ??= createTokenizer([
    ...words,
    ...[...new Set(eventWords())].filter((word) => !words.includes(word)).sort(),
  ]);
  return ofClips;
}

function captionWords(): string[] {
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
  return words.filter((word) => !word.startsWith('-'));
}
