/** Held-out parts of a generated dataset. Every face is another person, so cutting by index never leaks an identity. */
import { UsageError } from '../../core/errors.js';

export interface SplitFractions {
  validation: number;
  test: number;
}

export const defaultSplitFractions: SplitFractions = { validation: 0.05, test: 0.05 };

export function checkSplitFractions({ validation, test }: SplitFractions): void {
  if (validation >= 0 && test >= 0 && validation + test < 1) return;
  throw new UsageError(
    `generate: split fractions validation ${validation} and test ${test} leave no training data`,
    {
      mend: 'give fractions of at least 0 that add up to less than 1',
    },
  );
}

/** Training samples first, then validation, then test. */
export function splitOf(
  index: number,
  count: number,
  { validation, test }: SplitFractions,
): 'train' | 'validation' | 'test' {
  const testStart = count - Math.round(count * test);
  const validationStart = testStart - Math.round(count * validation);
  return index >= testStart ? 'test' : index >= validationStart ? 'validation' : 'train';
}
