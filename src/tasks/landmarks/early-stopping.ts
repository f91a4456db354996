/** Early stopping: training ends when the error on the validation split has not improved for some validations. */

export interface EarlyStopping {
  /** Validations without improvement after which training ends. */
  patience: number;
  /** Less than this is no improvement, per cent of NME. */
  minimumChange: number;
}

/** The last error that was an improvement, and the validations since. */
export interface Waiting {
  nme: number;
  validations: number;
}

/** @returns what follows from one more validation. */
export function waitingAfter(waiting: Waiting | undefined, nme: number, minimumChange = 0): Waiting {
  if (waiting === undefined || nme < waiting.nme - minimumChange) return { nme, validations: 0 };
  return { ...waiting, validations: waiting.validations + 1 };
}

export function isExhausted(waiting: Waiting | undefined, settings: EarlyStopping | undefined): boolean {
  return settings !== undefined && (waiting?.validations ?? 0) >= settings.patience;
}
