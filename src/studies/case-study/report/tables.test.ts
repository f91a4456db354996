import { expect, test } from 'vitest';
import type { Comparison } from '../../../evaluation/rows/row-result.js';
import type { RowTest, SummaryCell, SummaryFigures } from '../results.js';
import { studyCharts } from './charts.js';
import type { StudyReport } from './study-report.js';
import { detailTable, errorTable, partTitle, regionTable, seedTable, testTable } from './tables.js';

/** Of seeds 1, 2, …, with an interval of ±0.5. */
function figures(nmes: readonly number[], deviation: number | null): SummaryFigures {
  const nme = nmes.reduce((sum, value) => sum + value, 0) / nmes.length;
  return {
    faces: 50,
    nme,
    interval: { low: nme - 0.5, high: nme + 0.5 },
    seeds: nmes.map((value, i) => ({ seed: i + 1, nme: value })),
    deviation,
    median: nme - 0.25,
    failureRate: { 8: 0.125, 10: 0.0625 },
    areaUnderCurve: { 8: 0.5, 10: 0.6 },
    regions: { contour: 7 },
    withoutContour: 3,
  };
}

const cell = (row: string, part: string, comparison: Comparison, own: SummaryFigures): SummaryCell => ({
  row,
  part,
  comparison,
  points: 'all',
  countedPoints: 68,
  figures: { pupils: null, 'outer-eye-corners': own },
  faces: [],
});

const against: RowTest = {
  comparison: 'mlp',
  part: 'test',
  points: 'all',
  first: 'other',
  second: 'base',
  family: 'against the reference',
  paired: {
    faces: 50,
    persons: 30,
    normaliser: 'outer-eye-corners',
    difference: -1.5,
    interval: { low: -2, high: -1 },
    firstBetter: 0.75,
    pValue: 0.0004,
    exact: false,
  },
  corrected: 0.0012,
};

/** Two rows on photographs, with simulated and synthetic columns beside; only what the tables read. */
const report = {
  trials: [],
  domain: 'real',
  columns: [
    { name: 'synthetic frontal', domain: 'synthetic', split: 'test', published: null },
    { name: 'test', domain: 'real', split: 'test', published: null },
    { name: 'simulated common test', domain: 'simulated', split: 'common-test', published: null },
  ],
  mainPart: 'test',
  mainPoints: 'all',
  normaliser: 'outer-eye-corners',
  reference: 'base',
  rows: [
    { name: 'base', title: 'the base' },
    { name: 'other', title: 'another' },
  ],
  cells: [
    cell('base', 'synthetic frontal', 'mlp', figures([2], null)),
    // Mean 6, deviation of 5, 6 and 7: 1.
    cell('base', 'test', 'mlp', figures([5, 6, 7], 1)),
    cell('base', 'simulated common test', 'mlp', figures([9], null)),
    cell('other', 'test', 'mlp', figures([4.5], null)),
    cell('base', 'test', 'nearest-subset', figures([8], null)),
  ],
  tests: [against],
} as unknown as StudyReport;

const table = (ways: Comparison[]) => errorTable(report, 'Table', ways, 'outer-eye-corners', 'all');

test('A cell is mean, deviation over seeds where there are several, and interval; what differs is marked', () => {
  const { head, rows, best } = table(['mlp']);
  expect(head).toEqual(['', 'synthetic frontal (50)', 'test (50)', 'SIMULATED common test (50)']);
  expect(rows).toEqual([
    ['the base', '2.00 [1.50, 2.50]', '6.00 ± 1.00 [5.50, 6.50]', '9.00 [8.50, 9.50]'],
    ['another', '–', '4.50 [4.00, 5.00] *', '–'],
  ]);
  // Row and column of the least error of each column.
  expect(best).toEqual([
    [0, 1],
    [1, 2],
    [0, 3],
  ]);
});

test('A column of a part of a published collection says of how many faces', () => {
  const columns = report.columns.map((column) =>
    column.name === 'test' ? { ...column, published: 554 } : column,
  );
  const partial = { ...report, columns };
  const { head } = errorTable(partial, 'Table', ['mlp'], 'outer-eye-corners', 'all');
  expect(head[2]).toBe('test (50 of 554)');
});

test('Columns whose labels follow another convention than the adapters were fitted on are named at the table', () => {
  const { caption } = table(['mlp']);
  expect(caption).toContain('Adapters are fitted on the train split of the photographs');
  expect(caption).toContain('synthetic columns (exact labels) and SIMULATED columns (simulated annotators)');
  expect(caption).toContain('SIMULATED columns are rendered faces, not photographs.');
  // Without fitted adapters, and where nothing simulated is shown, nothing is said.
  const nearest = table(['nearest-subset']);
  expect(nearest.head).toEqual(['', 'test (50)']);
  expect(nearest.caption).not.toMatch(/Adapters|SIMULATED/);
});

test('Only parts of the simulated domain are called simulated', () => {
  expect(partTitle(report, 'simulated common test')).toBe('SIMULATED common test');
  expect(partTitle(report, 'test')).toBe('test');
});

test('Distribution: figures of the main part alone, shares in per cent', () => {
  expect(detailTable(report).rows).toEqual([
    ['the base', 'nearest subset', '8.00', '7.75', '12.5 %', '6.3 %', '0.500', '0.600'],
    ['the base', 'MLP adapter', '6.00', '5.75', '12.5 %', '6.3 %', '0.500', '0.600'],
    ['another', 'MLP adapter', '4.50', '4.25', '12.5 %', '6.3 %', '0.500', '0.600'],
  ]);
});

test('Seeds stand one by one for rows that have several', () => {
  expect(seedTable(report)!.rows).toEqual([
    ['the base', 'MLP adapter', '1: 5.00, 2: 6.00, 3: 7.00', '6.00 ± 1.00'],
  ]);
});

test('The verdict goes by the corrected p-value', () => {
  expect(testTable(report, 'against the reference').rows).toEqual([
    ['another', 'the base', 'test', 'MLP adapter', '−1.50', '−2.00 to −1.00', '< 0.001', '0.001', 'better'],
  ]);
  const noise = { ...report, tests: [{ ...against, corrected: 0.06 }] };
  expect(testTable(noise, 'against the reference').rows[0]!.at(-1)).toBe('within noise');
  expect(table(['mlp']).rows[1]![2]).toMatch(/\*$/);
  expect(errorTable(noise, 'Table', ['mlp'], 'outer-eye-corners', 'all').rows[1]![2]).not.toContain('*');
});

test('Where rows were chosen by the faces of a column, the caption says so', () => {
  const trials = [{ row: 'other', seed: 1, chosen: 'a', trials: [] }];
  const validation = { name: 'validation', domain: 'real', split: 'validation', published: null };
  const captionOf = (changed: object): string =>
    errorTable({ ...report, ...changed } as StudyReport, 'Table', ['mlp'], 'outer-eye-corners', 'all')
      .caption!;
  const measured = cell('other', 'validation', 'mlp', figures([4], null));
  const beside = { columns: [...report.columns, validation], cells: [...report.cells, measured] };
  expect(captionOf({ ...beside, trials })).toMatch(/Chosen from trials .*: another\./);
  expect(captionOf({ ...beside, trials: [] })).not.toMatch(/Chosen from trials/);
  expect(captionOf({ trials })).not.toMatch(/Chosen from trials/);
});

test('A row whose own head is its nearest subset has one line, one bar and one test; another keeps both', () => {
  const ownHead = (row: string, nme: number) => cell(row, 'test', 'own-head', figures([nme], null));
  const nearest = (row: string, nme: number) => cell(row, 'test', 'nearest-subset', figures([nme], null));
  const tested = (first: string, comparison: Comparison): RowTest => ({ ...against, first, comparison });
  const doubled = {
    ...report,
    cells: [nearest('base', 8), ownHead('base', 8 + 1e-8), nearest('other', 6), ownHead('other', 4)],
    tests: (['base', 'other'] as const).flatMap((row) => [
      tested(row, 'nearest-subset'),
      tested(row, 'own-head'),
    ]),
    curve: [],
  } as unknown as StudyReport;
  const ways: Comparison[] = ['nearest-subset', 'own-head'];
  const both = errorTable(doubled, 'Table', ways, 'outer-eye-corners', 'all');
  const lines = ['the base · nearest subset', 'another · nearest subset', 'another · own head'];
  expect(both.rows.map(([label]) => label)).toEqual(lines);
  expect(both.caption!.match(/has no line of its own head/g)).toHaveLength(1);
  for (const made of [detailTable(doubled), regionTable(doubled)]) {
    expect(made.rows.map(([row, way]) => `${row} · ${way}`)).toEqual(lines);
    expect(made.caption).toContain('has no line of its own head');
  }
  expect(testTable(doubled, 'against the reference').rows.map(([row, , , way]) => `${row} · ${way}`)).toEqual(
    lines,
  );
  const bars = studyCharts(doubled).find(({ name }) => name === 'bars')!;
  expect(['>8.00<', '>6.00<', '>4.00<'].map((figure) => bars.svg.split(figure).length - 1)).toEqual([
    1, 1, 1,
  ]);
  // Alone in its table the own head stays; where all rows have both, nothing is said.
  expect(errorTable(doubled, 'Table', ['own-head'], 'outer-eye-corners', 'all').rows).toHaveLength(2);
  const apart = { ...doubled, cells: [nearest('base', 8), ownHead('base', 7.9)] } as StudyReport;
  const whole = errorTable(apart, 'Table', ways, 'outer-eye-corners', 'all');
  expect([whole.rows.length, whole.caption!.includes('own head')]).toEqual([2, false]);
});
