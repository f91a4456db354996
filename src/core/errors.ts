/**
 * Errors that people can act on. A message says operation, rule, received value and the hint, for example
 * "landmarks: set 'lips' names curve 'lips.outer'; this head has lip.outer.upper, lip.outer.lower".
 * A broken invariant of our own is an {@link internalError}: its message starts with `internal:`.
 */

export interface ErrorDetails {
  /** The file (or row of a dataset) at fault. */
  file?: string;
  /** What the user can do about it. */
  hint?: string;
  cause?: unknown;
}

/** Bad input, a missing file, a full disk: something outside our code is wrong. The CLI exits with 1. */
export class LineamentError extends Error {
  override name = 'LineamentError';
  readonly file: string | undefined;
  readonly hint: string | undefined;

  constructor(message: string, details: ErrorDetails = {}) {
    const where = details.file === undefined ? '' : `${details.file}: `;
    const hint = details.hint === undefined ? '' : ` (${details.hint})`;
    super(`${where}${message}${hint}`, { cause: details.cause });
    this.file = details.file;
    this.hint = details.hint;
  }
}

/** The command line, a recipe or an option is wrong. The CLI exits with 2. */
export class UsageError extends LineamentError {
  override name = 'UsageError';
}

/** The user asked to stop; what was done so far is kept. The CLI exits with 130 where it was Ctrl-C, with 143 where it was SIGTERM. */
export class StoppedError extends LineamentError {
  override name = 'StoppedError';
}

/** A broken invariant of our own: never the user's fault. */
export function internalError(message: string): Error {
  return new Error(`internal: ${message}`);
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
