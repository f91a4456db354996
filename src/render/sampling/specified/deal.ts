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

/** @param hand – of the face among all faces of its group. */
export function dealShare<S extends { percent: number }>(
  shares: readonly S[],
  { seed, rank, count }: Hand,
  name: string,
): { share: S; hand: Hand } {
  const counts = apportion(
    count,
    shares.map(({ percent }) => percent),
    new Random(...seed, name, 'shares'),
  );
  let place = shuffledPlace(rank, count, ...seed, name);
  let k = 0;
  while (place >= counts[k]!) place -= counts[k++]!;
  return { share: shares[k]!, hand: { seed: [...seed, name, k], rank: place, count: counts[k]! } };
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
