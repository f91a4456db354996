/**
 * Rows whose own head is what the nearest subset takes: a detector of the 68 points themselves. They have one line in tables and
 * one bar, for two would say the same.
 */
import { rowNormalisers } from '../../../evaluation/rows/row-result.js';
import type { RowTest, SummaryCell } from '../results.js';
import type { StudyReport } from './study-report.js';

/** Without cells of an own head whose figures are those of the nearest subset, on every part and over all points. */
export function withoutDoubles(
  report: Pick<StudyReport, 'cells'>,
  cells: readonly SummaryCell[],
): SummaryCell[] {
  const same = rowsOfOneLine(report);
  const subset = new Set(
    cells.flatMap(({ row, comparison }) => (comparison === 'nearest-subset' ? row : [])),
  );
  return cells.filter(
    ({ row, comparison }) => comparison !== 'own-head' || !same.has(row) || !subset.has(row),
  );
}

/** Names of such rows. */
export function rowsOfOneLine({ cells }: Pick<StudyReport, 'cells'>): Set<string> {
  const heads = cells.filter(({ comparison }) => comparison === 'own-head');
  const differ = new Set(
    heads.flatMap((head) => {
      const subset = cells.find(
        ({ row, part, points, comparison }) =>
          comparison === 'nearest-subset' && row === head.row && part === head.part && points === head.points,
      );
      return subset !== undefined && sameFigures(head, subset) ? [] : head.row;
    }),
  );
  return new Set(heads.flatMap(({ row }) => (differ.has(row) ? [] : row)));
}

function sameFigures(one: SummaryCell, other: SummaryCell): boolean {
  return rowNormalisers.every((normaliser) => {
    const [a, b] = [one.figures[normaliser], other.figures[normaliser]];
    if (a === null || b === null) return a === b;
    return near(a.nme, b.nme) && near(a.median, b.median) && near(a.interval.low, b.interval.low);
  });
}

/** The same points by two ways of computing them differ in the last digits of single precision. */
function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-5;
}

/** Without tests of own heads that are those of the nearest subsets. */
export function testsWithoutDoubles(
  report: Pick<StudyReport, 'cells'>,
  tests: readonly RowTest[],
): RowTest[] {
  const same = rowsOfOneLine(report);
  return tests.filter(
    (test) =>
      test.comparison !== 'own-head' ||
      !same.has(test.first) ||
      !tests.some(
        (other) =>
          other.comparison === 'nearest-subset' &&
          (['first', 'second', 'family', 'part', 'points'] as const).every(
            (key) => other[key] === test[key],
          ) &&
          near(other.paired.difference, test.paired.difference),
      ),
  );
}

/** For captions; empty where every row has a line for each way. @param cells – that are shown. */
export function oneLineNote(report: Pick<StudyReport, 'cells'>, cells: readonly SummaryCell[]): string {
  const same = rowsOfOneLine(report);
  return cells.some(({ row, comparison }) => comparison === 'nearest-subset' && same.has(row))
    ? 'A detector of the 68 points themselves has no line of its own head: that is its nearest subset.'
    : '';
}
