/** A command as it is typed, run in this process, for tests. */
import { vi } from 'vitest';
import { createProgram } from '../program.js';

export interface Typed {
  /** Standard output. */
  out: string;
  /** Standard error. */
  log: string;
  /** The message of what it threw; empty where all went well. */
  error: string;
}

export async function typed(...argv: string[]): Promise<Typed> {
  vi.restoreAllMocks();
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const error = await createProgram()
    .parseAsync(argv, { from: 'user' })
    .then(
      () => '',
      (thrown: Error) => thrown.message,
    );
  const textOf = ({ mock }: typeof out): string => mock.calls.map(([text]) => text).join('');
  return { out: textOf(out), log: textOf(log), error };
}
