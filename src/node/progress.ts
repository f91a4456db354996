/**
 * Progress of long work: done, total, rate, time left. A bar on a terminal, a plain line now and then elsewhere,
 * nothing with `--json`. It always writes to standard error, so that results on standard output stay clean.
 */
import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  /** @param done – how many of the total are finished now. @param note – a short word on the state. */
  update(done: number, note?: string): void;
  stop(): void;
}

export type ProgressStyle = 'bar' | 'lines' | 'none';

export interface ProgressOptions {
  label: string;
  total: number;
  /** What is counted: "img", "step". */
  unit: string;
  /** Where work resumes. */
  start?: number;
  style?: ProgressStyle;
  /** Seconds between plain lines. */
  every?: number;
  write?: (line: string) => void;
  /** Seconds; replaced in tests. */
  now?: () => number;
}

export function startProgress(options: ProgressOptions): Progress {
  const style = options.style ?? (process.stderr.isTTY ? 'bar' : 'lines');
  if (style === 'none') return { update: () => {}, stop: () => {} };
  return style === 'bar' ? bar(options) : lines(options);
}

/** Progress that begins with its first update, for work whose total is known only then. */
export function startProgressLater(options: Omit<ProgressOptions, 'total'>): {
  update: (done: number, total: number) => void;
  stop: () => void;
} {
  let started: Progress | undefined;
  return {
    update: (done, total) => {
      started ??= startProgress({ ...options, total });
      started.update(done);
    },
    stop: () => started?.stop(),
  };
}

function bar({ label, total, unit, start = 0 }: ProgressOptions): Progress {
  const began = performance.now();
  const view = new SingleBar(
    {
      format: `${label} {bar} {value}/{total} ${unit} | {rate} ${unit}/s | {left} left {note}`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: false,
    },
    Presets.shades_classic,
  );
  view.start(total, start, { rate: '–', left: '–', note: '' });
  return {
    update(done, note = '') {
      const { rate, left } = pace(done - start, total - done, (performance.now() - began) / 1000);
      view.update(done, { rate, left, note });
    },
    stop: () => view.stop(),
  };
}

function lines(options: ProgressOptions): Progress {
  const { label, total, unit, start = 0, every = 10 } = options;
  const now = options.now ?? (() => performance.now() / 1000);
  const write = options.write ?? ((line: string) => process.stderr.write(`${line}\n`));
  const began = now();
  let last = began;
  let latest = { done: start, note: '' };
  const print = (): void => {
    const { rate, left } = pace(latest.done - start, total - latest.done, now() - began);
    write(
      `${label}: ${latest.done}/${total} ${unit}, ${rate} ${unit}/s, ${left} left${latest.note && ` – ${latest.note}`}`,
    );
  };
  let printed = start; // nothing done, nothing said
  return {
    update(done, note = '') {
      latest = { done, note };
      if (now() - last < every && done < total) return;
      last = now();
      printed = done;
      print();
    },
    stop() {
      if (printed !== latest.done) print();
    },
  };
}

function pace(done: number, rest: number, seconds: number): { rate: string; left: string } {
  const rate = seconds > 0 ? done / seconds : 0;
  return {
    rate: rate >= 10 ? rate.toFixed(0) : rate.toFixed(2),
    left: rate > 0 ? formatDuration(rest / rate) : '?',
  };
}

/** "1 h 05 min", "4 min 10 s", "12 s". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return `${whole} s`;
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
