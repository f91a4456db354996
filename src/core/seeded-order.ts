/**
 * Seeded orders of named things (persons, mostly): fixed by the names and the stream alone, in whatever order the list
 * stands and however often a name is in it.
 */
import type { Random } from './random.js';

/** Each name once. @param random – drawn from: give a stream of its own (`new Random(seed, 'what it is for')`). */
export function seededOrder(names: Iterable<string>, random: Random): string[] {
  return random.shuffle([...new Set(names)].sort());
}

/**
 * Divides things into folds so that all of one group (all faces of a person) are in one. Groups are dealt out in turn
 * in a seeded order, so that the folds are as even as they can be.
 * @param groups – `[N]` whose each is. @returns `[N]` the fold of each, 0 to count − 1.
 */
export function groupFolds(groups: readonly string[], count: number, random: Random): number[] {
  const foldOf = new Map(seededOrder(groups, random).map((group, i) => [group, i % count]));
  return groups.map((group) => foldOf.get(group)!);
}
