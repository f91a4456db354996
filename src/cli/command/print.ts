/** What commands print bit by bit on standard output. A pipe that is read slowly is waited for by nobody: such lines are few. */
import { printable } from '../../core/text/printable.js';

/** @param isForPeople – names in it cannot steer a terminal; programs get them as they are, but on a terminal. */
export function print(text: string, isForPeople = false): void {
  process.stdout.write(isForPeople || process.stdout.isTTY ? printable(text) : text);
}
