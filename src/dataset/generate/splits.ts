/** Held-out parts of a generated dataset. Every face is another person, so cutting by index never leaks an identity. */
import { UsageError } from '../../core/errors.js';
import type { CameraDomainPart } from '../../render/sampling/camera-domain.js';

export interface SplitFractions {
  validation: number;
  test: number;
  /** Of the simulated camera domain alone: its challenging part; `test` is then its common-test. */
  challenging?: number;
}

export const defaultSplitFractions: Readonly<Required<Pick<SplitFractions, 'validation' | 'test'>>> = {
  validation: 0.05,
  test: 0.05,
};
/** Of the simulated camera domain. */
export const defaultChallenging = 0.05;

export function checkSplitFractions({ validation, test, challenging = 0 }: SplitFractions): void {
  if (validation >= 0 && test >= 0 && challenging >= 0 && validation + test + challenging < 1) return;
  const third = challenging === 0 ? '' : ` and challenging ${challenging}`;
  throw new UsageError(
    `generate: split fractions validation ${validation} and test ${test}${third} leave no training data`,
    {
      hint: 'give fractions of at least 0 that add up to less than 1',
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

/** The part of the camera domain that a face belongs to: in the same order, challenging faces last. */
export function cameraPartOf(
  index: number,
  count: number,
  { validation, test, challenging = 0 }: SplitFractions,
): CameraDomainPart {
  const challengingStart = count - Math.round(count * challenging);
  if (index >= challengingStart) return 'challenging';
  const testStart = challengingStart - Math.round(count * test);
  if (index >= testStart) return 'common-test';
  return index >= testStart - Math.round(count * validation) ? 'validation' : 'train';
}
