/** A log of lines on standard error. Text of others in them cannot steer the terminal. */
import type { Log } from '../core/log.js';
import { printable } from '../core/text/printable.js';

export function lineLog(write: (line: string) => void = (line) => process.stderr.write(`${line}\n`)): Log {
  return { info: (line) => write(printable(line)), warn: (line) => write(`warning: ${printable(line)}`) };
}
