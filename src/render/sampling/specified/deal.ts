/**
 * What a face gets of what is dealt out: its share of an attribute by percentages, then of each of the share's lists one, all
 * values of a list equally often (± 1), independent of the other lists. Pure functions of the seed and the face's number.
 */
import { apportion, shuffledPlace } from '../../../core/apportion.js';
import { Random, type SeedPart } from '../../../core/random.js';
import type { Look, Numbers, Sex } from './specification.js';

/** Where a face stands in a deal: `rank` of `count` faces of the same share. */
export interface Hand {
  seed: readonly [SeedPart, ...SeedPart[]];
  rank: number;
  count: number;
}

/** Where a face stands among the faces of its sex in its group. */
export interface SexHand {
  sex: Sex;
  rank: number;
  counts: Readonly<Record<Sex, number>>;
}

/**
 * A share all of whose looks are made for one sex is dealt among that sex, and takes up its percentage of all faces there as
 * far as the faces reach; the other shares fill the rest.
 * @param hand – of the face among all faces of its group.
 * @returns undefined where no share is left for the face: it goes without.
 */
export function dealShare<S extends { percent: number; looks?: readonly Look<unknown>[] }>(
  shares: readonly S[],
  { seed, count }: Hand,
  { sex, rank, counts: bySex }: SexHand,
  name: string,
): { share: S; hand: Hand } | undefined {
  const counts = apportion(
    count,
    shares.map(({ percent }) => percent),
    new Random(...seed, name, 'shares'),
  );
  const kinds = shares.map(({ looks }) => restriction(looks));
  const restricted = (kind: Sex): number[] => {
    let left = bySex[kind];
    return counts.map((wanted, k) => {
      const given = kinds[k] === kind ? Math.min(wanted, left) : 0;
      left -= given;
      return given;
    });
  };
  const taken = { feminine: restricted('feminine'), masculine: restricted('masculine') };
  const own = taken[sex];
  const turn = shuffledPlace(rank, bySex[sex], ...seed, name, sex);
  const ofOwn = sum(own);
  if (turn < ofOwn) return handOf(own, turn);
  const free = {
    feminine: bySex.feminine - sum(taken.feminine),
    masculine: bySex.masculine - sum(taken.masculine),
  };
  const open = counts.map((wanted, k) => (kinds[k] === undefined ? wanted : 0));
  const places = free.feminine + free.masculine;
  const place = shuffledPlace(
    turn - ofOwn + (sex === 'masculine' ? free.feminine : 0),
    places,
    ...seed,
    name,
  );
  return place < sum(open) ? handOf(open, place) : undefined;

  function handOf(list: readonly number[], at: number): { share: S; hand: Hand } {
    let rest = at;
    let k = 0;
    while (rest >= list[k]!) rest -= list[k++]!;
    return { share: shares[k]!, hand: { seed: [...seed, name, k], rank: rest, count: list[k]! } };
  }
}

const sum = (list: readonly number[]): number => list.reduce((total, n) => total + n, 0);

/** The sex that all looks are made for; undefined where there are looks for both, or none. */
export function restriction(looks: readonly Look<unknown>[] | undefined): Sex | undefined {
  const made = new Set(looks?.map((look) => look.for));
  return made.size === 1 ? [...made][0] : undefined;
}

export function dealOne<T>(list: readonly T[], { seed, rank, count }: Hand, name: string): T {
  const places = new Random(...seed, name, 'first').integer(0, list.length - 1);
  // Where there are fewer faces than values, a seeded choice of values has a turn.
  const turn = shuffledPlace(rank, count, ...seed, name);
  const order = count >= list.length ? turn : turn * Math.floor(list.length / count);
  return list[(places + order) % list.length]!;
}

export function dealNumber(numbers: Numbers, hand: Hand, name: string): number {
  if ('min' in numbers) {
    const { min, max } = numbers;
    return new Random(...hand.seed, name, hand.rank).uniform(min, max);
  }
  return dealOne(numbers, hand, name);
}

/** A look that is made for the person; undefined where the list has none. */
export function dealLook<Value>(
  looks: readonly Look<Value>[],
  hand: Hand,
  name: string,
  sex: Sex,
): Look<Value> | undefined {
  const fitting = looks.filter((look) => look.for === undefined || look.for === sex);
  return fitting.length === 0 ? undefined : dealOne(fitting, hand, name);
}
