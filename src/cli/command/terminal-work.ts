/** Work that a terminal watches: Ctrl-C stops it, a bar shows it, lines on standard error tell of it. */
import { type Log, silentLog } from '../../core/log.js';
import type { Work } from '../../core/work.js';
import { lineLog } from '../../node/line-log.js';
import { createProgress, type Progress, type ProgressStyle } from '../../node/progress.js';
import { stopOnInterrupt } from './stop-signal.js';

export interface TerminalWork extends Work {
  /** What is thrown in the place of an error that ended the work. */
  told(error: unknown): unknown;
  /** Ends bars and gives Ctrl-C back. */
  end(): void;
}

export interface TerminalOptions {
  /** Of the bar: `import`. */
  label: string;
  /** What is counted, `img` by default. */
  unit?: string;
  /** Neither bar nor lines. */
  silent?: boolean;
  style?: ProgressStyle;
  log?: Log;
}

export function openTerminalWork({
  label,
  unit = 'img',
  silent = false,
  ...rest
}: TerminalOptions): TerminalWork {
  const interrupt = stopOnInterrupt();
  const style = silent ? 'none' : rest.style;
  let shown: Progress | undefined;
  // One bar at a time: a part that begins ends the one before.
  const worker = (name: string, counted: string): Work => {
    let own: Progress | undefined;
    return {
      signal: interrupt.signal,
      log: rest.log ?? (silent ? silentLog : lineLog()),
      report: (done, total, note) => {
        own ??= createProgress({
          label: name,
          unit: counted,
          // Trainings and faces take long, and a study has many of them.
          every: counted === 'step' ? 30 : 10,
          ...(style && { style }),
        });
        if (shown !== own) shown?.stop();
        shown = own;
        own.update(done, total, note);
      },
      part: worker,
    };
  };
  return {
    ...worker(label, unit),
    told: interrupt.told,
    end: () => {
      shown?.stop();
      interrupt.release();
    },
  };
}
