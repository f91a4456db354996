/** What intervals and tests of significance are computed with, and their defaults: the one place where they stand. */
import type { z } from 'zod';
import { whole } from '../../core/settings/value-kinds.js';

export interface StatisticsSettings {
  /** Of resamples, sign flips, folds and adapters. */
  seed: number;
  /** Of the bootstrap. */
  resamples: number;
  /** Of the sign-flip test, where not all are counted. */
  flips: number;
}

export const statisticsFields: {
  readonly [Key in keyof StatisticsSettings]: z.ZodDefault<z.ZodInt>;
} = {
  seed: whole(0, 2 ** 31 - 1).default(1),
  resamples: whole(100, 1_000_000).default(2000),
  flips: whole(100, 1_000_000).default(20_000),
};
