/** The folds of adapters: for choosing a ridge's strength, and for measuring faces that are fitted on. */
import { Random } from '../../core/random.js';
import { groupFolds } from '../../core/seeded-order.js';

const folds = 5;

/** @param persons – `[N]`. @returns `[N]` the fold of each: five, or as many as there are persons. */
export function adapterFolds(persons: readonly string[], seed: number): number[] {
  const count = Math.min(folds, new Set(persons).size);
  return groupFolds(persons, count, new Random(seed, 'person folds'));
}
