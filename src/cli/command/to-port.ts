import { InvalidArgumentError } from 'commander';
import { wholeNumber } from './whole-number.js';

/** Of a flag; 0 is any that is free. */
export function toPort(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError('Allowed: 0 to 65535.');
  return port;
}
