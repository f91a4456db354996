/**
 * Tells a regression: a figure that is worse than the last one of the same benchmark, conditions and machine by more
 * than the tolerance. Where both were measured against PyTorch in the same run, the ratios are compared, which a busy
 * machine disturbs least. Not part of the tests: timing differs from run to run.
 */
import type { Figure } from './figure.js';

/** Share by which a figure may be worse. */
export const tolerances = {
  /** Against PyTorch in the same run. */
  ratio: 0.08,
  /** Processor time and memory: what shares the machine's cache and clock still shows. */
  cpu: 0.12,
  /** Wall time: other programs show in full. */
  wall: 0.25,
};

/** @param history – the text of history.csv. @returns a line for each regression. */
export function regressions(history: string, figures: readonly Figure[], machine: string): string[] {
  const [columns = [], ...rows] = parseCsv(history);
  const records = rows.map((cells) =>
    Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ''])),
  );
  return figures.flatMap((figure) => {
    const last = records.findLast(
      (record) =>
        record.machine === machine &&
        record.benchmark === figure.benchmark &&
        record.conditions === figure.conditions &&
        record.unit === figure.unit,
    );
    if (last === undefined) return [];
    const { lag, what, tolerance } = compare(figure, last);
    if (lag <= tolerance) return [];
    const name = `${figure.benchmark}, ${figure.conditions}`;
    return [
      `${name}: ${what}, ${(100 * lag).toFixed(0)} % worse than at ${last.version} ${last.commit} (allowed: ${100 * tolerance} %)`,
    ];
  });
}

function compare(
  { value, unit, reference }: Figure,
  last: Record<string, string>,
): { lag: number; what: string; tolerance: number } {
  if (reference !== undefined && last.reference === reference.name && Number(last.ratio) > 0) {
    const before = Number(last.ratio);
    return {
      lag: before / reference.ratio - 1,
      what: `ratio ${reference.ratio.toFixed(2)} to ${reference.name} after ${before.toFixed(2)}`,
      tolerance: tolerances.ratio,
    };
  }
  const before = Number(last.value);
  const what = `${value.toPrecision(4)} ${unit} after ${before}`;
  const tolerance = /CPU|MiB|GFLOP/.test(unit) ? tolerances.cpu : tolerances.wall;
  const moreIsBetter = /\/s( |$)/.test(unit);
  // A change from 0.1 % waiting to 0.2 % is noise.
  if (unit.startsWith('%')) return { lag: Math.max(0, value - before) / 100, what, tolerance: 0.03 };
  return { lag: moreIsBetter ? before / value - 1 : value / before - 1, what, tolerance };
}

/** Cells of comma-separated lines; quoted cells may hold commas and doubled quotes. */
function parseCsv(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
}
