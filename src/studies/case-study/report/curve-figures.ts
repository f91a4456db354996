/** The figures of the curve over the number of labels: of rows that are trained with so many, and of adapters that are fitted on them. */
import { mean, standardDeviation } from '../../../core/numbers/statistics.js';
import {
  type RowNormaliser,
  type RowResult,
  type RowSubset,
  rowOwnCell,
} from '../../../evaluation/rows/row-result.js';
import type { Job } from '../../../jobs/job.js';
import { type JobEnds, outcomeOf } from '../../../jobs/run-jobs.js';
import type { StudyPlan } from '../plan-study.js';
import { comparisonTitles } from './comparison-titles.js';

export interface CurveFigure {
  row: string;
  /** What one line of the chart stands for: a row that is trained with so many labels, or an adapter of one that is not. */
  series: string;
  labels: number;
  part: string;
  normaliser: RowNormaliser;
  points: RowSubset;
  comparison: string;
  nme: number;
  deviation: number | null;
  seeds: { seed: number; nme: number }[];
}

/** What the curve is drawn for. */
interface Wanted {
  part: string;
  points: RowSubset;
  normaliser: RowNormaliser;
}

/** One training, or one adapter, on one subset of the labels. */
type Measured = Pick<CurveFigure, 'row' | 'series' | 'labels' | 'comparison'> & { seed: number; nme: number };

/** One figure for each adapter and number of labels, over subsets; without labels that of the row as it is. */
export function adapterFigures(
  { adapterCurve, rows }: StudyPlan,
  ends: JobEnds,
  wanted: Wanted,
): CurveFigure[] {
  if (adapterCurve === undefined || ends.get(adapterCurve.measuring)?.state !== 'done') return [];
  const { row, counts, measuring } = adapterCurve;
  const { title, runs } = rows.find(({ name }) => name === row)!;
  const measured = outcomeOf(ends, measuring).flatMap(
    ({ part, points, way, labels, seed, figures }): Measured[] => {
      const nme = figures[wanted.normaliser]?.nme;
      if (part !== wanted.part || points !== wanted.points || nme === undefined) return [];
      return [{ row, series: `${title}, ${comparisonTitles[way]}`, labels, comparison: way, seed, nme }];
    },
  );
  const begun = counts.includes(0) ? asItIs(runs[0]!.measuring, ends, wanted) : undefined;
  const series = new Map(measured.map((one) => [one.series, one]));
  return [...series.values()].flatMap((one) => {
    const own = measured.filter((other) => other.series === one.series);
    const { seed } = runs[0]!;
    const none = begun === undefined ? [] : [{ ...one, ...begun, labels: 0, seed }];
    return averaged([...none, ...own], wanted);
  });
}

/** A row by its nearest subset. */
function asItIs(
  measuring: Job<RowResult>,
  ends: JobEnds,
  { part, points, normaliser }: Wanted,
): Pick<Measured, 'comparison' | 'nme'> | undefined {
  if (ends.get(measuring)?.state !== 'done') return undefined;
  const cell = outcomeOf(ends, measuring).cells.find(
    (one) => one.part === part && one.points === points && one.comparison === 'nearest-subset',
  );
  const nme = cell?.figures[normaliser]?.nme;
  return nme === undefined ? undefined : { comparison: 'nearest-subset', nme };
}

/** One figure for each row and number of labels: its own head where it has one, else the nearest subset. */
export function curveFigures({ curve, rows }: StudyPlan, ends: JobEnds, wanted: Wanted): CurveFigure[] {
  const measured = curve.flatMap(({ row, labels, seed, measuring }): Measured[] => {
    if (ends.get(measuring)?.state !== 'done') return [];
    const { cells } = outcomeOf(ends, measuring);
    const cell = rowOwnCell(
      cells.filter(({ part, points }) => part === wanted.part && points === wanted.points),
    );
    const nme = cell?.figures[wanted.normaliser]?.nme;
    if (cell === undefined || nme === undefined) return [];
    const series = rows.find(({ name }) => name === row)!.title;
    return [{ row, series, labels, comparison: cell.comparison, seed, nme }];
  });
  return averaged(measured, wanted);
}

/** Over the seeds of each series and number of labels, in the order of the first. */
function averaged(measured: readonly Measured[], wanted: Wanted): CurveFigure[] {
  const groups = new Map<string, Measured[]>();
  for (const one of measured) {
    const key = `${one.row}\n${one.series}\n${one.labels}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const { row, series, labels, comparison } = group[0]!;
    const nmes = group.map(({ nme }) => nme);
    return {
      ...{ row, series, labels, ...wanted, comparison },
      ...{ nme: mean(nmes), deviation: standardDeviation(nmes) },
      seeds: group.map(({ seed, nme }) => ({ seed, nme })),
    };
  });
}
