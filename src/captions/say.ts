/** Facts as an English sentence: always the same one, or by a seed with synonyms, another order and facts left out. */
import type { Random } from '../core/random.js';
import { type FaceFacts, type FactName, factNames } from './face-facts.js';
import { clothColours, hairColours, lexicon, type Phrases, personNouns, plainHair } from './phrases.js';

export interface SaidFacts {
  text: string;
  /** The facts that the sentence says. */
  facts: FaceFacts;
}

export interface SayOptions {
  /** How probably each fact is left out; 0 by default. */
  drop?: number;
}

/** @param random – draws words, order and what is left out; without it the plain sentence says everything. */
export function sayFacts(facts: FaceFacts, random?: Random, { drop = 0 }: SayOptions = {}): SaidFacts {
  const said = kept(facts, random, drop);
  const placed: Record<'adjective' | 'thing' | 'clause', string[]> = { adjective: [], thing: [], clause: [] };
  const add = (phrases: Phrases, colour?: string): void => {
    const places = (['adjective', 'thing', 'clause'] as const).filter(
      (place) => phrases[place] !== undefined,
    );
    const place = random === undefined ? places[0]! : random.pick(places);
    const phrase = chosen(phrases[place]!, random);
    placed[place].push(filled(phrase, colour, said.person));
  };
  for (const name of factNames) {
    if (name === 'person' || name === 'hairColour' || name === 'headwearColour') continue;
    const phrases = phrasesOf(said, name);
    if (phrases === undefined) continue;
    const colour =
      name === 'hair' && said.hairColour !== undefined
        ? chosen(hairColours[said.hairColour], random)
        : name === 'headwear' && said.headwearColour !== undefined
          ? chosen(clothColours[said.headwearColour], random)
          : undefined;
    // A phrase without a place for the colour would lose it.
    add(colour === undefined ? phrases : colourable(phrases), colour);
  }
  if (said.hair === undefined && said.hairColour !== undefined)
    placed.thing.push(filled(plainHair[0]!, chosen(hairColours[said.hairColour], random), said.person));
  if (random !== undefined) for (const list of [placed.thing, placed.clause]) random.shuffle(list);
  const noun = chosen(
    said.person === undefined ? personNouns.slice(0, 2) : lexicon.person[said.person].noun!,
    random,
  );
  const subject = [...placed.adjective, noun].join(' ');
  const begin = random === undefined ? '' : chosen(['', '', '', 'a photo of ', 'a portrait of '], random);
  const has = placed.thing.length === 0 ? '' : ` with ${listed(placed.thing)}`;
  const clauses = placed.clause.map((clause) => `, ${clause}`).join('');
  return { text: `${begin}${article(subject)} ${subject}${has}${clauses}`, facts: said };
}

/** Colours go with their things. */
function kept(facts: FaceFacts, random: Random | undefined, drop: number): FaceFacts {
  const said: Record<string, unknown> = {};
  for (const name of factNames)
    if (facts[name] !== undefined && (random === undefined || drop === 0 || !random.chance(drop)))
      said[name] = facts[name];
  if (said.headwear === undefined) delete said.headwearColour;
  if (said.hair === 'bald') delete said.hairColour;
  // The infrared light says so itself.
  if (said.light === 'infrared') delete said.tone;
  return said as FaceFacts;
}

function phrasesOf(
  facts: FaceFacts,
  name: Exclude<FactName, 'hairColour' | 'headwearColour'>,
): Phrases | undefined {
  const value = facts[name];
  const values: Readonly<Record<string, Phrases>> = lexicon[name];
  return value === undefined ? undefined : values[value];
}

function colourable(phrases: Phrases): Phrases {
  const thing = phrases.thing?.filter((phrase) => phrase.includes('~'));
  return thing === undefined || thing.length === 0 ? phrases : { thing };
}

const chosen = (words: readonly string[], random: Random | undefined): string =>
  random === undefined ? words[0]! : random.pick(words);

const pronouns = { man: 'his', woman: 'her', nobody: 'their' } as const;

function filled(phrase: string, colour: string | undefined, person: FaceFacts['person']): string {
  const words = phrase
    .replaceAll('$', pronouns[person ?? 'nobody'])
    .replace(/~([ -])/, colour === undefined ? '' : `${colour}$1`);
  return words.replace(/^an? (.*)$/, (_, rest: string) => `${article(rest)} ${rest}`);
}

/** By the letter; "one" and "u" as in "uniform" begin like consonants. */
function article(words: string): string {
  return /^(?!one|uni)[aeiou]/i.test(words) ? 'an' : 'a';
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
