/**
 * Names of the Human API and what of ours stands for them. Its styles are numbered variants of a family (`bob_07`): the family
 * decides the look, the number its seed, so other numbers look different.
 */
import type { Look, Sex } from '../../render/sampling/specified/specification.js';

export interface Entry<Value> {
  value: Value;
  /** Whom the old service's names are made for. */
  for?: Sex;
  /** The old name in our words, for the answer; none where it is the very thing. */
  ours?: string;
}

export interface Vocabulary<Value> {
  /** What it names: 'hair style'. */
  thing: string;
  /** Names, or families of numbered names, in a few words for hints. */
  known: string;
  reason: string;
  find(name: string): Entry<Value> | undefined;
  /** What `all` stands for. */
  all: readonly { name: string; entry: Entry<Value> }[];
  /** What `none` stands for, where it is a name. */
  none?: Value;
}

interface Chosen<Value> {
  looks: Look<Value>[];
  unknown: { index: number; name: string }[];
  /** All names stand for the very thing. */
  exact: boolean;
  /** What was chosen, in words. */
  to: string;
}

export function chosenFrom<Value>(vocabulary: Vocabulary<Value>, names: readonly string[]): Chosen<Value> {
  const looks: Look<Value>[] = [];
  const unknown: Chosen<Value>['unknown'] = [];
  const words = new Set<string>();
  let exact = true;
  const add = (name: string, entry: Entry<Value>): void => {
    looks.push({ name, ...(entry.for && { for: entry.for }), value: entry.value });
    words.add(entry.ours ?? name);
    if (entry.ours !== undefined) exact = false;
  };
  for (const [index, name] of names.entries()) {
    if (name === 'all') {
      for (const { name: each, entry } of vocabulary.all) add(each, entry);
      if (vocabulary.all.length > 0) exact = false;
    } else if (name === 'none' && vocabulary.none !== undefined) {
      looks.push({ name, value: vocabulary.none });
      words.add(name);
    } else {
      const entry = vocabulary.find(name);
      if (entry === undefined) unknown.push({ index, name });
      else add(name, entry);
    }
  }
  return { looks, unknown, exact, to: summary([...words]) };
}

const mostWords = 12;

function summary(words: readonly string[]): string {
  if (words.length <= mostWords) return words.join('; ');
  return `${words.slice(0, mostWords).join('; ')} and ${words.length - mostWords} more`;
}

/** Splits the number off a variant's name: `bob_07` is number 7 of `bob`. */
export function familyOf(name: string): { family: string; number: number } {
  const match = /^(.*?)_?(\d+)$/.exec(name);
  return match ? { family: match[1]!, number: Number(match[2]) } : { family: name, number: 0 };
}

interface Families<Value> extends Pick<Vocabulary<Value>, 'thing' | 'reason'> {
  families: Readonly<Record<string, Entry<Value>>>;
  /** The family's look of a variant's number. */
  vary?: (value: Value, number: number) => Value;
  none?: Value;
}

/** A vocabulary of numbered families; without their number they are names, too. */
export function familyVocabulary<Value>({
  thing,
  reason,
  families,
  vary = (value) => value,
  none,
}: Families<Value>): Vocabulary<Value> {
  const find = (name: string): Entry<Value> | undefined => {
    const { family, number } = familyOf(name);
    const entry = families[name] ?? families[family];
    return entry && { ...entry, value: vary(entry.value, number) };
  };
  return {
    thing,
    reason,
    known: Object.keys(families).join(', '),
    find,
    all: Object.entries(families).map(([name, entry]) => ({ name, entry })),
    ...(none !== undefined && { none }),
  };
}
