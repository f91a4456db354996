/**
 * Progress of long work: done, total, rate, time left. A bar on a terminal, a plain line now and then elsewhere,
 * nothing with `--json`. It always writes to standard error, so that results on standard output stay clean.
 */
import { Presets, SingleBar } from 'cli-progress';
import { formatDuration } from '../core/text/duration.js';
import { printable } from '../core/text/printable.js';

export interface Progress {
  /**
   * @param done – how many of the total are finished now. What the first update says was finished before: the rate counts
   * from there. @param note – a short word on the state.
   */
  update(done: number, total: number, note?: string): void;
  stop(): void;
}

export type ProgressStyle = 'bar' | 'lines' | 'none';

export interface ProgressOptions {
  label: string;
  /** What is counted: "img", "step". */
  unit: string;
  style?: ProgressStyle;
  /** Seconds between plain lines. */
  every?: number;
  write?: (line: string) => void;
  /** Seconds; replaced in tests. */
  now?: () => number;
}

/** Shows nothing before the first update, which says how much there is to do. */
export function createProgress(options: ProgressOptions): Progress {
  const style = options.style ?? (process.stderr.isTTY ? 'bar' : 'lines');
  if (style === 'none') return { update: () => {}, stop: () => {} };
  const named = { ...options, label: printable(options.label) };
  return style === 'bar' ? bar(named) : lines(named);
}

function bar({ label, unit }: ProgressOptions): Progress {
  let began: { at: number; done: number } | undefined;
  const view = new SingleBar(
    {
      // Braces in a label would be taken for values of ours.
      format: `${label.replaceAll(/[{}]/g, '')} {bar} {value}/{total} ${unit} | {pace}{note}`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: false,
    },
    Presets.shades_classic,
  );
  return {
    update(done, total, note = '') {
      if (began === undefined) {
        began = { at: performance.now(), done };
        view.start(total, done, { pace: '', note: '' });
      }
      const pace = paceText(done - began.done, total - done, (performance.now() - began.at) / 1000, unit);
      view.update(done, { pace, note: note && ` ${printable(note)}` });
    },
    stop: () => began && view.stop(),
  };
}

function lines(options: ProgressOptions): Progress {
  const { label, unit, every = 10 } = options;
  const now = options.now ?? (() => performance.now() / 1000);
  const write = options.write ?? ((line: string) => process.stderr.write(`${line}\n`));
  let began: { at: number; done: number } | undefined;
  let last = 0;
  let latest = { done: 0, total: 0, note: '' };
  let printed = 0;
  let first: NodeJS.Timeout | undefined;
  const print = (): void => {
    const { done, total, note } = latest;
    const pace = began && paceText(done - began.done, total - done, now() - began.at, unit);
    printed = done;
    write(`${label}: ${done}/${total} ${unit}${pace && `, ${pace}`}${note && ` – ${printable(note)}`}`);
  };
  return {
    update(done, total, note = '') {
      latest = { done, total, note };
      if (began === undefined) {
        began = { at: now(), done };
        last = began.at;
        printed = done;
        // What takes a moment says nothing of its beginning; what takes longer does not wait for the first that is done.
        if (done < total) first = setTimeout(print, 1000 * shortestMeasure).unref();
        return;
      }
      if (now() - last < every && (done < total || done === printed)) return;
      last = now();
      clearTimeout(first);
      print();
    },
    stop() {
      clearTimeout(first);
      if (printed !== latest.done) print();
    },
  };
}

/** Seconds; what is counted over less says nothing of the speed. */
const shortestMeasure = 1;

function paceText(done: number, rest: number, seconds: number, unit: string): string {
  if (seconds < shortestMeasure || done <= 0) return '';
  const rate = done / seconds;
  return `${rate.toFixed(rate >= 10 ? 0 : 2)} ${unit}/s, ${formatDuration(rest / rate)} left`;
}
