/** Runs one command line and answers with its exit code. Every error is turned into words here, once. */
import { CommanderError } from 'commander';
import { LineamentError, messageOf, StoppedError, UsageError } from '../core/errors.js';
import { printable } from '../core/text/printable.js';
import { InterruptedError } from './command/stop-signal.js';
import { createProgram } from './program.js';

export async function run(
  argv: readonly string[],
  print: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): Promise<number> {
  // Errors name files and ids of others.
  const write = (line: string): void => print(printable(line));
  try {
    await createProgram().parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UsageError) {
      write(`lineament: ${error.message}`);
      return 2;
    }
    if (error instanceof StoppedError) {
      write(`lineament: stopped: ${error.message}`);
      return error instanceof InterruptedError ? error.exitCode : 1;
    }
    if (error instanceof LineamentError) {
      write(`lineament: ${error.message}`);
      return 1;
    }
    write(
      `lineament: unexpected: ${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}`,
    );
    write('This is a fault of ours; please report it with the lines above.');
    return 1;
  }
}
