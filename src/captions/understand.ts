/**
 * Reads a sentence by the phrases of `phrases.ts`: at each place the longest one that fits, small words between them passed over. What no
 * phrase explains is told, never ignored in silence.
 */
import type { FaceFacts, FactName } from './face-facts.js';
import { clothColours, hairColours, lexicon, type Phrases, personNouns, plainHair } from './phrases.js';
import { plainText } from './plain-text.js';

export interface Understood {
  facts: FaceFacts;
  /** Words that no phrase explains, in their order. */
  unknown: string[];
  /** Facts that were said twice and differently: the first one counts. */
  contradictions: { fact: FactName; first: string; second: string }[];
}

interface Pattern {
  /** Anchored at a word's beginning. */
  expression: RegExp;
  fact: FactName | undefined;
  value: string | undefined;
  /** What the phrase's colour is of, and the colours by their words. */
  colour?: { fact: 'hairColour' | 'headwearColour'; byWord: ReadonlyMap<string, string> };
}

/** Joins and articles, and how pictures are spoken of: they say nothing of the face. */
const small = new Set(
  (
    'a an the and or with who which that is are has have having wears wearing in on of to for his her their its he she they ' +
    'photo photograph picture portrait image close-up closeup selfie shot face head'
  ).split(' '),
);

export function understand(sentence: string): Understood {
  const text = plainText(sentence);
  const facts: Record<string, string> = {};
  const unknown: string[] = [];
  const contradictions: Understood['contradictions'] = [];
  const take = (fact: FactName, value: string): void => {
    const known = facts[fact];
    if (known === undefined) facts[fact] = value;
    else if (known !== value) contradictions.push({ fact, first: known, second: value });
  };
  for (let at = 0; at < text.length; ) {
    const found = longestAt(text, at);
    if (found !== undefined) {
      const { pattern, match } = found;
      if (pattern.fact !== undefined) take(pattern.fact, pattern.value!);
      const word = match.groups?.colour;
      if (word !== undefined) take(pattern.colour!.fact, pattern.colour!.byWord.get(word)!);
      at += match[0].length;
    } else {
      const word = /^\S+/.exec(text.slice(at))![0];
      if (!small.has(word)) unknown.push(word);
      at += word.length;
    }
    while (text[at] === ' ') at++;
  }
  return { facts: facts as FaceFacts, unknown, contradictions };
}

function longestAt(text: string, at: number): { pattern: Pattern; match: RegExpExecArray } | undefined {
  let best: { pattern: Pattern; match: RegExpExecArray } | undefined;
  for (const pattern of patterns()) {
    pattern.expression.lastIndex = at;
    const match = pattern.expression.exec(text);
    if (match !== null && (best === undefined || match[0].length > best.match[0].length))
      best = { pattern, match };
  }
  return best;
}

let made: Pattern[] | undefined;

function patterns(): Pattern[] {
  made ??= [...ofFacts(), ...others()];
  return made;
}

function ofFacts(): Pattern[] {
  return (Object.entries(lexicon) as [FactName, Readonly<Record<string, Phrases>>][]).flatMap(
    ([fact, values]) =>
      Object.entries(values).flatMap(([value, places]) =>
        [places.adjective, places.noun, places.thing, places.clause].flatMap((phrases = []) =>
          phrases.map((phrase) => pattern(phrase, fact, value)),
        ),
      ),
  );
}

function others(): Pattern[] {
  return [
    ...personNouns.map((noun) => pattern(noun, undefined, undefined)),
    ...plainHair.map((phrase) => ({
      ...pattern(phrase, undefined, undefined),
      colour: { fact: 'hairColour' as const, byWord: wordsOf(hairColours) },
      expression: expressionOf(phrase, wordsOf(hairColours)),
    })),
  ];
}

function pattern(phrase: string, fact: FactName | undefined, value: string | undefined): Pattern {
  const colour =
    fact === 'hair'
      ? { fact: 'hairColour' as const, byWord: wordsOf(hairColours) }
      : fact === 'headwear'
        ? { fact: 'headwearColour' as const, byWord: wordsOf(clothColours) }
        : undefined;
  return { expression: expressionOf(phrase, colour?.byWord), fact, value, ...(colour && { colour }) };
}

const kept = new Map<object, Map<string, string>>();

/** Each word of a table of synonyms with what it means. */
function wordsOf(table: Readonly<Record<string, readonly string[]>>): Map<string, string> {
  let words = kept.get(table);
  if (words === undefined) {
    words = new Map(Object.entries(table).flatMap(([value, all]) => all.map((word) => [word, value])));
    kept.set(table, words);
  }
  return words;
}

/** Articles may be missing: "with red hat". A colour may be missing too. */
function expressionOf(phrase: string, colours?: ReadonlyMap<string, string>): RegExp {
  const choice = colours && [...colours.keys()].sort((a, b) => b.length - a.length).join('|');
  const source = phrase
    .replace(/^an? /, '(?:an? )?')
    .replaceAll('$', '(?:his|her|their|the)')
    .replace('~-', choice === undefined ? '' : `(?<colour>${choice})-`)
    .replace('~ ', choice === undefined ? '' : `(?:(?<colour>${choice}) )?`);
  return new RegExp(`${source}(?![\\p{L}\\p{N}-])`, 'uy');
}
