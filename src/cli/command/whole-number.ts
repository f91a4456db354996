/** Reads a whole number from the command line, or says what is allowed. */
import { InvalidArgumentError } from 'commander';

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(Number(text)))
    throw new InvalidArgumentError('Allowed: a whole number, 0 or more.');
  return Number(text);
}
