/**
 * Percentile bootstrap of mean errors (Efron & Tibshirani, "An Introduction to the Bootstrap", 1993, ch. 13). Persons are
 * drawn with replacement, each with all of their faces, since faces of one person err alike. The same draws serve every
 * figure of a part, so intervals of several ways of comparing are those of the same resamples.
 *
 * Limits: with few persons a percentile interval is too narrow. For errors as skewed as an exponential distribution it
 * held the true mean in 88, 92, 92 and 93 % of 1,500 samples of 15, 30, 60 and 135 persons. The training's own randomness is not in it: that
 * takes several seeds.
 */

import { sortedQuantile } from '../../core/numbers/statistics.js';
import { Random } from '../../core/random.js';
import type { Interval } from '../rows/row-result.js';

export const intervalLevel = 0.95;

export interface Bootstrap {
  /**
   * Interval of the mean over faces.
   * @param errors – `[N]` in the order of the faces; null is left out. NaN at both ends where all are null.
   */
  interval(errors: readonly (number | null)[]): Interval;
}

/** @param persons – `[N]` whose face each is. @param seed – the same draws for the same persons. */
export function createBootstrap(
  persons: readonly string[],
  { resamples, seed }: { resamples: number; seed: number },
): Bootstrap {
  const { groupOf, count } = groupsOf(persons);
  const random = new Random(seed, 'bootstrap', count);
  // How often each person is drawn, resample by resample.
  const draws = Uint32Array.from({ length: resamples * count }, () => Math.floor(random.next() * count));
  return {
    interval(errors) {
      const { sums, sizes } = sumByGroup(errors, groupOf, count);
      const means: number[] = [];
      for (let r = 0; r < resamples; r++) {
        let sum = 0;
        let size = 0;
        for (let i = r * count; i < (r + 1) * count; i++) {
          sum += sums[draws[i]!]!;
          size += sizes[draws[i]!]!;
        }
        // A resample without a single counted face says nothing.
        if (size > 0) means.push(sum / size);
      }
      means.sort((a, b) => a - b);
      return {
        low: sortedQuantile(means, (1 - intervalLevel) / 2),
        high: sortedQuantile(means, (1 + intervalLevel) / 2),
      };
    },
  };
}

/** Numbers the persons in the order in which they first come. */
export function groupsOf(persons: readonly string[]): { groupOf: Uint32Array; count: number } {
  const numbers = new Map<string, number>();
  const groupOf = Uint32Array.from(persons, (person) => {
    const known = numbers.get(person) ?? numbers.size;
    numbers.set(person, known);
    return known;
  });
  return { groupOf, count: numbers.size };
}

/** @returns for each group the sum of its values and how many there are. */
export function sumByGroup(
  values: readonly (number | null)[],
  groupOf: Uint32Array,
  count: number,
): { sums: Float64Array; sizes: Float64Array } {
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  values.forEach((value, i) => {
    if (value === null) return;
    sums[groupOf[i]!]! += value;
    sizes[groupOf[i]!]! += 1;
  });
  return { sums, sizes };
}
