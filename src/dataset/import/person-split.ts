/**
 * Splits a collection by person: all pictures of a person are in one split, each source keeps its share of every split,
 * and pictures without labels that show a held-out person are left out of training. Seeded: the same list and seed give
 * the same split on every machine, in whatever order the list stands.
 */
import { internalError } from '../../core/errors.js';
import { Random } from '../../core/random.js';
import { seededOrder } from '../../core/seeded-order.js';

export interface PersonFace {
  id: string;
  person: string;
  /** What is stratified over: where the picture comes from. */
  source: string;
}

export interface SplitShares {
  train: number;
  validation: number;
  test: number;
}

export interface PersonSplit {
  splits: Record<keyof SplitShares, string[]>;
  unlabelled: string[];
  leftOut: string[];
}

/** @param shares – persons of each split against each other: 72, 20 and 50 are as good as 36, 10 and 25. */
export function splitByPerson(
  labelled: readonly PersonFace[],
  unlabelled: readonly Pick<PersonFace, 'id' | 'person'>[],
  shares: SplitShares,
  seed: number,
): PersonSplit {
  const splitOf = new Map<string, keyof SplitShares>();
  const sources = [...new Set(labelled.map(({ source }) => source))].sort();
  for (const source of sources) {
    // A person of two sources stays where the first of them put it.
    const free = seededOrder(
      labelled
        .filter((face) => face.source === source && !splitOf.has(face.person))
        .map(({ person }) => person),
      new Random(seed, 'person split', source),
    );
    const [train, validation] = counts(free.length, shares);
    for (const [i, person] of free.entries())
      splitOf.set(person, i < train ? 'train' : i < train + validation ? 'validation' : 'test');
  }
  const inSplit = (name: keyof SplitShares): string[] =>
    labelled
      .filter(({ person }) => splitOf.get(person) === name)
      .map(({ id }) => id)
      .sort();
  const heldOut = ({ person }: Pick<PersonFace, 'person'>): boolean =>
    (splitOf.get(person) ?? 'train') !== 'train';
  return {
    splits: { train: inSplit('train'), validation: inSplit('validation'), test: inSplit('test') },
    unlabelled: unlabelled
      .filter((face) => !heldOut(face))
      .map(({ id }) => id)
      .sort(),
    leftOut: unlabelled
      .filter(heldOut)
      .map(({ id }) => id)
      .sort(),
  };
}

/** Whole numbers of persons that add up, by the largest remainder. */
function counts(total: number, { train, validation, test }: SplitShares): [number, number, number] {
  const all = train + validation + test;
  if (!(all > 0)) throw internalError('a split needs shares above 0');
  const exact = [train, validation, test].map((share) => (total * share) / all);
  const whole = exact.map(Math.floor) as [number, number, number];
  const order = [0, 1, 2].sort((a, b) => exact[b]! - whole[b]! - (exact[a]! - whole[a]!) || a - b);
  for (let rest = total - whole[0] - whole[1] - whole[2], i = 0; rest > 0; rest--, i++) whole[order[i]!]!++;
  return whole;
}
