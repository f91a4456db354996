/**
 * The frame that every command shares: Ctrl-C, the bar, the words on standard error, the result on standard output
 * (for people, or with `--json` as JSON and nothing else), and the items of a batch that failed. Any of these ends the
 * command with exit code 1, after its result is printed; a stop by Ctrl-C with 130, by SIGTERM with 143. What people read is safe to print; JSON escapes by itself.
 */
import { LineamentError } from '../../core/errors.js';
import type { Log } from '../../core/log.js';
import { pathWords } from '../../core/text/path-words.js';
import { printable } from '../../core/text/printable.js';
import type { Work } from '../../core/work.js';
import { openTerminalWork } from './terminal-work.js';

export interface OutputFlags {
  json?: true;
  quiet?: true;
}

export interface FailedItem {
  id: string;
  reason: string;
}

export interface CommandPlan<Result> {
  /** As in messages: `dataset import`. */
  name: string;
  flags: OutputFlags;
  /** Of the progress bar; the command's last word by default. */
  label?: string;
  run(work: Work): Promise<Result>;
  /** What people read on standard error when it is done. */
  say?(result: Result, log: Log): void;
  /** What people get on standard output; with a line end. */
  text?(result: Result): string;
  /** What `--json` prints; the result itself by default. */
  json?(result: Result): unknown;
  /** What is thrown after the result is printed: it was stopped in the middle, or what it looked at is wrong. */
  wrong?(result: Result): LineamentError | undefined;
  /** Items that failed while the rest went on, of so many, and what they are called. */
  failures?(result: Result): { failed: readonly FailedItem[]; total: number; items: string; hint?: string };
}

export async function runCommand<Result>(plan: CommandPlan<Result>): Promise<void> {
  const { name, flags, label = name.split(' ').at(-1)! } = plan;
  const work = openTerminalWork({ label, silent: flags.json === true || flags.quiet === true });
  try {
    const result = await plan.run(work);
    work.end();
    const failures = plan.failures?.(result);
    const wrong = plan.wrong?.(result);
    // A single failure is told by the error itself, unless another one comes first.
    const listed =
      failures !== undefined && (wrong ?? failures.failed[1]) !== undefined ? failures.failed : [];
    for (const item of listed) work.log.warn(failureWords(item));
    plan.say?.(result, work.log);
    if (flags.json)
      process.stdout.write(`${JSON.stringify(plan.json === undefined ? result : plan.json(result))}\n`);
    else if (plan.text !== undefined) process.stdout.write(printable(plan.text(result)));
    if (wrong !== undefined) throw wrong;
    if (failures !== undefined && failures.failed.length > 0) {
      const { failed, total, items, hint } = failures;
      throw new LineamentError(
        `${name}: ${failed.length} of ${total} ${items} failed, the first: ${failureWords(failed[0]!)}`,
        hint === undefined ? {} : { hint },
      );
    }
  } catch (error) {
    throw work.told(error);
  } finally {
    work.end();
  }
}

/** A reason may begin with what it is of. */
function failureWords({ id, reason }: FailedItem): string {
  const name = pathWords(id);
  return reason.startsWith(name) ? reason : `${name}: ${reason}`;
}
