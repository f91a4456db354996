/** Early stopping: training ends when the validations' score has not improved for some of them. */
import { isBetter, type Score } from './score.js';

export interface EarlyStopping {
  /** Validations without improvement after which training ends. */
  patience: number;
  /** Less than this is no improvement, in the score's unit. */
  minimumChange: number;
}

/** The last score that was an improvement, and the validations since. */
export interface Waiting {
  value: number;
  validations: number;
}

/** @returns what follows from one more validation. */
export function waitingAfter(waiting: Waiting | undefined, score: Score, minimumChange = 0): Waiting {
  if (waiting === undefined || isBetter(score, waiting.value, minimumChange))
    return { value: score.value, validations: 0 };
  return { ...waiting, validations: waiting.validations + 1 };
}

export function isExhausted(waiting: Waiting | undefined, settings: EarlyStopping | undefined): boolean {
  return settings !== undefined && (waiting?.validations ?? 0) >= settings.patience;
}
