/**
 * Whether two rows differ on the same faces. The test flips the sign of each person's difference (Fisher's randomisation
 * test; Edgington & Onghena, "Randomization Tests", 2007): if neither row were better, either sign would be as likely.
 * It assumes nothing about the errors' distribution and tests the very figure of the tables, the mean. Up to 16 persons
 * all flips are counted, beyond that a seeded sample, whose least p-value is 1 / (flips + 1).
 *
 * Limits: it speaks of these two trained models; what another seed of training would give is not in it.
 */
import { z } from 'zod';
import { LineamentError } from '../../core/errors.js';
import { mean } from '../../core/numbers/statistics.js';
import { Random } from '../../core/random.js';
import { parseSettings } from '../../core/settings/parse-settings.js';
import type { PairedComparison, RowCell, RowNormaliser } from '../rows/row-result.js';
import { createBootstrap, groupsOf, sumByGroup } from './bootstrap.js';
import { type StatisticsSettings, statisticsFields } from './settings.js';

const allFlipsUpTo = 16;

const statisticsSchema = z.strictObject(statisticsFields);

export type PairedOptions = Partial<StatisticsSettings>;

/**
 * @param first – a cell of one row. @param second – of another row, of the same part and subset of points; faces are
 * matched by id, and those that only one of them measured are left out.
 */
export function comparePaired(
  first: Pick<RowCell, 'part' | 'points' | 'faces'>,
  second: Pick<RowCell, 'part' | 'points' | 'faces'>,
  normaliser: RowNormaliser,
  options: PairedOptions = {},
): PairedComparison {
  const { seed, flips, resamples } = parseSettings('compare', statisticsSchema, options);
  const others = new Map(second.faces.map((face) => [face.id, face.errors[normaliser]]));
  const persons: string[] = [];
  const differences: number[] = [];
  for (const { id, person, errors } of first.faces) {
    const other = others.get(id) ?? null;
    const own = errors[normaliser];
    if (own === null || other === null) continue;
    persons.push(person);
    differences.push(own - other);
  }
  if (differences.length === 0) {
    throw new LineamentError(
      `compare: '${first.part}' and '${second.part}' have no face in common under ${normaliser}`,
      { hint: 'compare rows that were measured on the same part' },
    );
  }
  const { groupOf, count } = groupsOf(persons);
  const { sums } = sumByGroup(differences, groupOf, count);
  return {
    faces: differences.length,
    persons: count,
    normaliser,
    difference: mean(differences),
    interval: createBootstrap(persons, { resamples, seed }).interval(differences),
    firstBetter: mean(differences.map((difference) => (difference < 0 ? 1 : 0))),
    ...signFlipTest(sums, { seed, flips }),
  };
}

/**
 * Two-sided p-value that values are as likely negative as positive, by their sum.
 * @param values – one for each independent unit.
 */
export function signFlipTest(
  values: ArrayLike<number>,
  { seed, flips }: { seed: number; flips: number },
): { pValue: number; exact: boolean } {
  const observed = Math.abs(Array.from(values).reduce((sum, value) => sum + value, 0));
  // Sums in another order may differ in the last bits and still be equal.
  const atLeast = observed - 1e-9 * Array.from(values).reduce((sum, value) => sum + Math.abs(value), 0);
  const count = values.length;
  let extreme = 0;
  if (count <= allFlipsUpTo) {
    for (let signs = 0; signs < 2 ** count; signs++) {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += (signs >> i) & 1 ? values[i]! : -values[i]!;
      if (Math.abs(sum) >= atLeast) extreme++;
    }
    return { pValue: extreme / 2 ** count, exact: true };
  }
  const random = new Random(seed, 'sign-flips', count);
  for (let flip = 0; flip < flips; flip++) {
    let sum = 0;
    let bits = 0;
    for (let i = 0; i < count; i++) {
      if (i % 32 === 0) bits = random.uint32();
      sum += bits & 1 ? values[i]! : -values[i]!;
      bits >>>= 1;
    }
    if (Math.abs(sum) >= atLeast) extreme++;
  }
  return { pValue: (extreme + 1) / (flips + 1), exact: false };
}

/**
 * Holm's step-down correction (Scandinavian Journal of Statistics, 1979) of the p-values of one table.
 * @returns in the same order; each may be held against the level of the whole table.
 */
export function holmCorrected(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!);
  const corrected = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((i, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[i]!));
    corrected[i] = largest;
  });
  return corrected;
}
