/** What a benchmark measures, and how it is kept: one row of `bench/history.csv` for each figure. */

import { execFileSync } from 'node:child_process';
import { appendFile, readFile } from 'node:fs/promises';
import { csvCell } from '../src/core/text/csv-cell.js';
import { lineamentVersion } from '../src/core/version.js';
import { describeMachine } from '../src/node/machine.js';

export interface Figure {
  /** What was measured: "generation". */
  benchmark: string;
  /** Under which conditions: "256 px, 2 workers". */
  conditions: string;
  value: number;
  unit: string;
  /** Against what, and how many times better than it: above 1 is good. */
  reference?: { name: string; ratio: number };
  /** What the project aims for, met where the reference's ratio, or without a reference the value, is good enough. */
  target?: { text: string; ratio?: number; atMost?: number; atLeast?: number };
}

/** "img/s" or "ms" by the clock that it was taken with. */
export function throughput(unit: string, clock: 'wall' | 'cpu'): string {
  return clock === 'wall' ? unit : `${unit} of CPU time`;
}

/** Undefined where nothing was aimed for. */
export function isMet({ value, reference, target }: Figure): boolean | undefined {
  if (target === undefined) return undefined;
  const { ratio, atMost = Infinity, atLeast = -Infinity } = target;
  return (ratio === undefined || (reference?.ratio ?? 0) >= ratio) && value <= atMost && value >= atLeast;
}

export interface RunContext {
  /** Fewer repetitions. */
  quick: boolean;
  say(line: string): void;
}

export type Benchmark = (context: RunContext) => Promise<Figure[]>;

const columns = 'version,date,commit,machine,note,benchmark,conditions,value,unit,reference,ratio,target,met';

/** Appends the figures. @param date – as YYYY-MM-DD; that of the last commit by default. */
export async function keepFigures(
  file: string,
  figures: readonly Figure[],
  { date, note }: { date: string | undefined; note: string },
): Promise<void> {
  const [commit = '', committed = ''] = git('log', '-1', '--format=%h %cs').split(' ');
  const isNew = await readFile(file, 'utf8').then(
    () => false,
    () => true,
  );
  const rows = figures.map((figure) => {
    const { benchmark, conditions, value, unit, reference, target } = figure;
    const met = isMet(figure);
    return [
      lineamentVersion,
      date ?? committed,
      commit,
      machine(),
      note,
      benchmark,
      conditions,
      value.toPrecision(4),
      unit,
      reference?.name ?? '',
      reference?.ratio.toFixed(2) ?? '',
      target?.text ?? '',
      met === undefined ? '' : met ? 'yes' : 'no',
    ]
      .map(csvCell)
      .join(',');
  });
  await appendFile(file, `${(isNew ? [columns, ...rows] : rows).join('\n')}\n`);
}

export function machine(): string {
  const { processor, cores, node } = describeMachine();
  return `${processor}; ${cores} cores; Node ${node}`;
}

function git(...args: string[]): string {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
