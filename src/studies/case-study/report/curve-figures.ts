/** The figures of the curve over the number of labels: of rows that are trained with so many, and of adapters that are fitted on them. */
import { mean, standardDeviation } from '../../../core/numbers/statistics.js';
import { type RowNormaliser, type RowSubset, rowOwnCell } from '../../../evaluation/rows/row-result.js';
import { type JobEnds, outcomeOf } from '../../../jobs/run-jobs.js';
import type { AdapterFigure } from '../adapter-curve-job.js';
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

/** One figure for each adapter and number of labels, over subsets. */
export function adapterFigures(
  { adapterCurve, rows }: StudyPlan,
  ends: JobEnds,
  { part, points, normaliser }: { part: string; points: RowSubset; normaliser: RowNormaliser },
): CurveFigure[] {
  if (adapterCurve === undefined || ends.get(adapterCurve.measuring)?.state !== 'done') return [];
  const { row, measuring } = adapterCurve;
  const title = rows.find(({ name }) => name === row)!.title;
  const groups = new Map<string, AdapterFigure[]>();
  for (const figure of outcomeOf(ends, measuring)) {
    if (figure.part !== part || figure.points !== points) continue;
    const key = `${figure.way}\n${figure.labels}`;
    groups.set(key, [...(groups.get(key) ?? []), figure]);
  }
  return [...groups.values()].flatMap((group): CurveFigure[] => {
    const { way, labels } = group[0]!;
    const seeds = group.flatMap(({ seed, figures }) => {
      const nme = figures[normaliser]?.nme;
      return nme === undefined ? [] : [{ seed, nme }];
    });
    if (seeds.length === 0) return [];
    const nmes = seeds.map(({ nme }) => nme);
    return [
      {
        ...{ row, series: `${title}, ${comparisonTitles[way]}`, labels, part, normaliser, points },
        ...{ comparison: way, nme: mean(nmes), deviation: standardDeviation(nmes), seeds },
      },
    ];
  });
}

/** One figure for each row and number of labels: its own head where it has one, else the nearest subset. */
export function curveFigures(
  { curve, rows }: StudyPlan,
  ends: JobEnds,
  { part, points, normaliser }: { part: string; points: RowSubset; normaliser: RowNormaliser },
): CurveFigure[] {
  const groups = new Map<string, typeof curve>();
  for (const point of curve) {
    const key = `${point.row}\n${point.labels}`;
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()].flatMap((group): CurveFigure[] => {
    const { row, labels } = group[0]!;
    const measured = group.flatMap(({ seed, measuring }) => {
      if (ends.get(measuring)?.state !== 'done') return [];
      const { cells } = outcomeOf(ends, measuring);
      const here = cells.filter((cell) => cell.part === part && cell.points === points);
      const cell = rowOwnCell(here);
      const nme = cell?.figures[normaliser]?.nme;
      return cell === undefined || nme === undefined ? [] : [{ seed, nme, comparison: cell.comparison }];
    });
    if (measured.length === 0) return [];
    const nmes = measured.map(({ nme }) => nme);
    return [
      {
        row,
        series: rows.find(({ name }) => name === row)!.title,
        labels,
        part,
        normaliser,
        points,
        comparison: measured[0]!.comparison,
        nme: mean(nmes),
        deviation: standardDeviation(nmes),
        seeds: measured.map(({ seed, nme }) => ({ seed, nme })),
      },
    ];
  });
}
