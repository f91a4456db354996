/**
 * From measured rows to the figures of the tables. Errors of the same face are averaged over the seeds of a row before
 * intervals and tests are made of them, so that those speak of faces; how far seeds differ stands beside them.
 */
import { mean, standardDeviation } from '../../core/numbers/statistics.js';
import {
  type CellFigures,
  type Comparison,
  type Interval,
  type MeasuredRowFace,
  type PairedComparison,
  type RowCell,
  type RowNormaliser,
  type RowResult,
  type RowSubset,
  rowNormalisers,
} from '../../evaluation/rows/row-result.js';
import { createBootstrap } from '../../evaluation/tests/bootstrap.js';
import { comparePaired, holmCorrected } from '../../evaluation/tests/compare-paired.js';

export interface SeedResult {
  seed: number;
  result: RowResult;
}

/** A cell of a table over all seeds of its row. */
export interface SummaryCell {
  row: string;
  part: string;
  comparison: Comparison;
  points: RowSubset;
  countedPoints: number;
  figures: Record<RowNormaliser, SummaryFigures | null>;
  /** Errors averaged over the seeds, in the order of the dataset. */
  faces: Pick<MeasuredRowFace, 'index' | 'id' | 'person' | 'errors'>[];
}

export interface SummaryFigures {
  faces: number;
  /** Mean over faces and seeds, × 100. */
  nme: number;
  /** Of that mean, by bootstrap over persons. */
  interval: Interval;
  /** NME of each seed, and their standard deviation (null for one seed). */
  seeds: { seed: number; nme: number }[];
  deviation: number | null;
  median: number;
  failureRate: CellFigures['failureRate'];
  areaUnderCurve: CellFigures['areaUnderCurve'];
  regions: CellFigures['regions'];
  withoutContour: number | null;
}

/** A test between two rows on the same faces. */
export interface RowTest {
  comparison: Comparison;
  part: string;
  points: RowSubset;
  first: string;
  second: string;
  /** What the p-values of a family are corrected for together. */
  family: 'against the reference' | 'between the best rows';
  paired: PairedComparison;
  /** By Holm, within the family, part and way of comparing. */
  corrected: number;
}

/** Every cell of a row, over its seeds. @param runs – at least one. */
export function summarise(
  row: string,
  runs: readonly SeedResult[],
  { seed, resamples }: { seed: number; resamples: number },
): SummaryCell[] {
  const keyOf = ({ part, comparison, points }: RowCell): string => `${part}\n${comparison}\n${points}`;
  const first = runs[0]!.result.cells;
  return first.map((cell) => {
    const cells = runs.flatMap(({ seed: of, result }) => {
      const same = result.cells.find((other) => keyOf(other) === keyOf(cell));
      return same === undefined ? [] : [{ seed: of, cell: same }];
    });
    const faces = averagedFaces(cells.map((one) => one.cell.faces));
    const figures = (normaliser: RowNormaliser): SummaryFigures | null => {
      const known = cells.flatMap(({ seed: of, cell: { figures: all } }) => {
        const own = all[normaliser];
        return own === null ? [] : [{ seed: of, own }];
      });
      if (known.length === 0) return null;
      const each = (value: (own: CellFigures) => number): number => mean(known.map(({ own }) => value(own)));
      const nmes = known.map(({ own }) => own.nme);
      const regions = Object.fromEntries(
        Object.keys(known[0]!.own.regions).map((region) => [
          region,
          each((own) => own.regions[region as keyof CellFigures['regions']] ?? Number.NaN),
        ]),
      );
      return {
        faces: known[0]!.own.faces,
        nme: mean(nmes),
        interval:
          known.length === 1
            ? known[0]!.own.interval
            : createBootstrap(
                faces.map(({ person }) => person),
                { seed, resamples },
              ).interval(faces.map(({ errors }) => errors[normaliser])),
        seeds: known.map(({ seed: of, own }) => ({ seed: of, nme: own.nme })),
        deviation: standardDeviation(nmes),
        median: each((own) => own.median),
        failureRate: { 8: each((own) => own.failureRate[8]), 10: each((own) => own.failureRate[10]) },
        areaUnderCurve: {
          8: each((own) => own.areaUnderCurve[8]),
          10: each((own) => own.areaUnderCurve[10]),
        },
        regions,
        withoutContour: known.some(({ own }) => own.withoutContour === null)
          ? null
          : each((own) => own.withoutContour!),
      };
    };
    return {
      row,
      part: cell.part,
      comparison: cell.comparison,
      points: cell.points,
      countedPoints: cell.countedPoints,
      figures: Object.fromEntries(
        rowNormalisers.map((name) => [name, figures(name)]),
      ) as SummaryCell['figures'],
      faces,
    };
  });
}

/** Faces that every seed measured, with their mean error. */
function averagedFaces(lists: readonly (readonly MeasuredRowFace[])[]): SummaryCell['faces'] {
  const byId = lists.map((faces) => new Map(faces.map((face) => [face.id, face])));
  return lists[0]!.flatMap(({ index, id, person }) => {
    const same = byId.map((faces) => faces.get(id));
    if (same.some((face) => face === undefined)) return [];
    const average = (normaliser: RowNormaliser): number | null => {
      const errors = same.map((face) => face!.errors[normaliser]);
      return errors.some((error) => error === null) ? null : mean(errors as number[]);
    };
    const errors = Object.fromEntries(
      rowNormalisers.map((name) => [name, average(name)]),
    ) as MeasuredRowFace['errors'];
    return [{ index, id, person, errors }];
  });
}

/**
 * Tests of every row against the reference, and of the best rows against each other.
 * @param parts – the parts that tests are made on. @param best – so many rows, those of the least NME on the first part.
 */
export function testRows(
  cells: readonly SummaryCell[],
  {
    reference,
    parts,
    best,
    normaliser,
    points,
  }: {
    reference: string;
    parts: readonly string[];
    best: number;
    normaliser: RowNormaliser;
    points: RowSubset;
  },
): RowTest[] {
  const comparisons = [...new Set(cells.map(({ comparison }) => comparison))].filter(
    (comparison) => comparison !== 'own-set',
  );
  return comparisons.flatMap((comparison) =>
    parts.flatMap((part) => {
      const here = cells.filter(
        (cell) =>
          cell.comparison === comparison &&
          cell.part === part &&
          cell.points === points &&
          cell.figures[normaliser] !== null,
      );
      const base =
        here.find(({ row }) => row === reference) ??
        // A model without a head of its own is compared through the subset, as it stands.
        cells.find(
          (cell) =>
            cell.row === reference &&
            cell.part === part &&
            cell.points === points &&
            cell.comparison === 'nearest-subset',
        );
      const others = here.filter(({ row }) => row !== reference);
      const against =
        base === undefined ? [] : others.map((cell): [SummaryCell, SummaryCell] => [cell, base]);
      const leading = [...here]
        .sort((a, b) => a.figures[normaliser]!.nme - b.figures[normaliser]!.nme)
        .slice(0, best);
      const between = leading.flatMap((a, i) =>
        leading.slice(i + 1).map((b): [SummaryCell, SummaryCell] => [a, b]),
      );
      const test = (pairs: [SummaryCell, SummaryCell][], family: RowTest['family']): RowTest[] => {
        const tested = pairs.map(([a, b]) => comparePaired(a, b, normaliser));
        const corrected = holmCorrected(tested.map(({ pValue }) => pValue));
        return pairs.map(([a, b], i) => ({
          comparison,
          part,
          points,
          first: a.row,
          second: b.row,
          family,
          paired: tested[i]!,
          corrected: corrected[i]!,
        }));
      };
      return [...test(against, 'against the reference'), ...test(between, 'between the best rows')];
    }),
  );
}
