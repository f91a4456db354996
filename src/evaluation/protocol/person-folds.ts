/** Divides faces into folds so that all faces of a person are in one. */
import { Random } from '../../core/random.js';

/** Of fitting and of measuring faces that are fitted on. */
export const adapterFolds = 5;

/**
 * Persons are dealt out in turn in a seeded order: folds are as even as they can be.
 * @param persons – `[N]`. @returns `[N]` the fold of each, 0 to count − 1.
 */
export function personFolds(persons: readonly string[], count: number, seed: number): number[] {
  const order = new Random(seed, 'person folds').shuffle([...new Set(persons)].sort());
  const foldOf = new Map(order.map((person, i) => [person, i % count]));
  return persons.map((person) => foldOf.get(person)!);
}
