/** The report's tables as text: the same for Markdown and for the page. */
import type { Comparison, RowNormaliser, RowSubset } from '../../../evaluation/rows/row-result.js';
import type { Table } from '../../../report/table.js';
import type { RowTest, SummaryCell, SummaryFigures } from '../results.js';
import { comparisonTitles } from './comparison-titles.js';
import { oneLineNote, testsWithoutDoubles, withoutDoubles } from './one-line.js';
import type { StudyReport } from './study-report.js';

const normaliserTitles: Record<RowNormaliser, string> = {
  pupils: 'distance of the pupils (means of six points)',
  'outer-eye-corners': 'distance of the outer eye corners',
};

/** Level of the tests. */
const level = 0.05;

/** A part's name as it must be read: figures of simulated faces are never to be taken for those of photographs. */
export function partTitle(report: Pick<StudyReport, 'columns'>, part: string): string {
  const simulated = report.columns.find(({ name }) => name === part)?.domain === 'simulated';
  return simulated ? part.replace(/^simulated /, 'SIMULATED ') : part;
}

/** Table 1, 2 or 3: rows against parts. Comparisons after the first are lines of their own under each row. */
export function errorTable(
  report: StudyReport,
  title: string,
  comparisons: readonly Comparison[],
  normaliser: RowNormaliser,
  points: RowSubset,
): Table {
  const measured = report.cells.filter(
    (cell) => cell.points === points && comparisons.includes(cell.comparison),
  );
  const shown = withoutDoubles(report, measured);
  const lines = report.rows.flatMap((row) =>
    comparisons.flatMap((comparison) => {
      const cells = shown.filter((cell) => cell.row === row.name && cell.comparison === comparison);
      return cells.length === 0
        ? []
        : [
            {
              label: comparisons.length > 1 ? `${row.title} · ${comparisonTitles[comparison]}` : row.title,
              row: row.name,
              comparison,
              cells,
            },
          ];
    }),
  );
  const columns = report.columns.filter(({ name }) =>
    lines.some(({ cells }) => cells.some(({ part }) => part === name)),
  );
  const figuresAt = (line: (typeof lines)[number], part: string): SummaryFigures | null =>
    line.cells.find((cell) => cell.part === part)?.figures[normaliser] ?? null;
  return {
    title: `${title}, ${points === 'all' ? 'all points' : 'points labelled by hand'}, by the ${normaliserTitles[normaliser]}`,
    caption: [
      `NME × 100, mean over faces and seeds; ± standard deviation over seeds where there are several; [95 % interval by bootstrap over persons].`,
      normaliser === report.normaliser && points === report.mainPoints
        ? `* differs from “${rowTitle(report, report.reference)}” at the level of ${level} after Holm's correction.`
        : '',
      shown.length < measured.length ? oneLineNote(report, shown) : '',
      conventionNote(report, comparisons, columns),
      chosenNote(
        report,
        lines.map(({ row }) => row),
        columns,
      ),
      simulatedNote(
        report,
        columns.map(({ name }) => name),
      ),
    ]
      .filter((part) => part !== '')
      .join(' '),
    head: [
      '',
      ...columns.map(({ name, published }) => {
        const faces = facesOf(lines, name, normaliser);
        return `${partTitle(report, name)}${published === null ? faces : faces.replace(')', ` of ${published})`)}`;
      }),
    ],
    rows: lines.map((line) => [
      line.label,
      ...columns.map(({ name }) => {
        const figures = figuresAt(line, name);
        return figures === null
          ? '–'
          : `${errorText(figures)}${mark(report, line, name, normaliser, points)}`;
      }),
    ]),
    best: columns.flatMap(({ name }, c) => {
      const values = lines.map((line) => figuresAt(line, name)?.nme ?? Number.POSITIVE_INFINITY);
      const least = Math.min(...values);
      return Number.isFinite(least) && lines.length > 1 ? [[values.indexOf(least), c + 1] as const] : [];
    }),
    sortable: true,
  };
}

function facesOf(
  lines: readonly { cells: readonly SummaryCell[] }[],
  part: string,
  normaliser: RowNormaliser,
): string {
  const cell = lines
    .flatMap(({ cells }) => cells)
    .find((one) => one.part === part && one.figures[normaliser]);
  return cell === undefined ? '' : ` (${cell.figures[normaliser]!.faces})`;
}

export function errorText({ nme, deviation, interval }: SummaryFigures): string {
  const spread = deviation === null ? '' : ` ± ${deviation.toFixed(2)}`;
  return `${nme.toFixed(2)}${spread} [${interval.low.toFixed(2)}, ${interval.high.toFixed(2)}]`;
}

function mark(
  report: StudyReport,
  { row, comparison }: { row: string; comparison: Comparison },
  part: string,
  normaliser: RowNormaliser,
  points: RowSubset,
): string {
  const test = report.tests.find(
    (one) =>
      one.first === row &&
      one.comparison === comparison &&
      one.part === part &&
      one.points === points &&
      one.paired.normaliser === normaliser &&
      one.family === 'against the reference',
  );
  return test !== undefined && test.corrected < level ? ' *' : '';
}

export function simulatedNote(report: StudyReport, parts: readonly string[]): string {
  const simulated = parts.some(
    (part) => report.columns.find(({ name }) => name === part)?.domain === 'simulated',
  );
  return simulated ? 'SIMULATED columns are rendered faces, not photographs.' : '';
}

/** Where rows stand on the faces that chose them. */
function chosenNote(report: StudyReport, rows: readonly string[], columns: StudyReport['columns']): string {
  const chose = columns.some(({ domain, split }) => domain === report.domain && split === 'validation');
  const chosen = report.trials.map(({ row }) => row).filter((row) => rows.includes(row));
  if (!chose || chosen.length === 0) return '';
  const names = [...new Set(chosen)].map((row) => rowTitle(report, row)).join(', ');
  return `Chosen from trials by the validation faces themselves, and so perhaps better there than on others: ${names}.`;
}

/** Where adapters that were fitted on real labels meet labels of another convention. */
function conventionNote(
  report: StudyReport,
  comparisons: readonly Comparison[],
  columns: StudyReport['columns'],
): string {
  if (!comparisons.some((comparison) => comparison === 'mlp' || comparison === 'ridge-affine')) return '';
  const other = (['synthetic', 'simulated'] as const)
    .filter((domain) => domain !== report.domain && columns.some((column) => column.domain === domain))
    .map((domain) =>
      domain === 'synthetic'
        ? 'synthetic columns (exact labels)'
        : 'SIMULATED columns (simulated annotators)',
    );
  return other.length === 0
    ? ''
    : `Adapters are fitted on the train split of ${domainText(report)}: ${other.join(' and ')} have another convention of labels, which no adapter here has seen, so they may do harm there; compare such a column with itself only.`;
}

/** What rows adapt to. */
export function domainText({ domain }: Pick<StudyReport, 'domain'>): string {
  return domain === 'simulated' ? 'the SIMULATED faces' : 'the photographs';
}

export function rowTitle(report: Pick<StudyReport, 'rows'>, name: string): string {
  return report.rows.find((row) => row.name === name)?.title ?? name;
}

/** Cells of the main part, over some points, in the order of rows and ways. */
export function mainCells(report: StudyReport, points: RowSubset = report.mainPoints): SummaryCell[] {
  const order = Object.keys(comparisonTitles);
  const place = new Map(report.rows.map(({ name }, i) => [name, i]));
  return report.cells
    .filter((cell) => cell.part === report.mainPart && cell.points === points)
    .sort(
      (a, b) =>
        place.get(a.row)! - place.get(b.row)! || order.indexOf(a.comparison) - order.indexOf(b.comparison),
    );
}

/** The same, each line once: what tables and bars show. */
export function mainLines(report: StudyReport, points: RowSubset = report.mainPoints): SummaryCell[] {
  return withoutDoubles(report, mainCells(report, points));
}

/** Of a table over the main part. */
function lineNotes(report: StudyReport): string {
  return [oneLineNote(report, mainLines(report)), simulatedNote(report, [report.mainPart])]
    .filter((words) => words !== '')
    .join(' ');
}

/** Median, failure rates and areas of every row and way on the main part. */
export function detailTable(report: StudyReport): Table {
  const part = partTitle(report, report.mainPart);
  return {
    title: `Distribution of the errors, ${part}`,
    caption: `By the ${normaliserTitles[report.normaliser]}, ${pointsText(report.mainPoints)}. FR@8: share of faces with an error above 8; AUC@8: exact area under the cumulative curve up to 8. ${lineNotes(report)}`,
    head: ['', 'compared by', 'NME', 'median', 'FR@8', 'FR@10', 'AUC@8', 'AUC@10'],
    rows: mainLines(report).flatMap((cell) => {
      const figures = cell.figures[report.normaliser];
      if (figures === null) return [];
      const { nme, median, failureRate, areaUnderCurve } = figures;
      const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
      return [
        [
          rowTitle(report, cell.row),
          comparisonTitles[cell.comparison],
          nme.toFixed(2),
          median.toFixed(2),
          percent(failureRate[8]),
          percent(failureRate[10]),
          areaUnderCurve[8].toFixed(3),
          areaUnderCurve[10].toFixed(3),
        ],
      ];
    }),
    sortable: true,
  };
}

/** Error by region, the contour apart. */
export function regionTable(report: StudyReport): Table {
  const cells = mainLines(report, 'all').filter((cell) => cell.figures[report.normaliser] !== null);
  const regions = [
    ...new Set(cells.flatMap((cell) => Object.keys(cell.figures[report.normaliser]!.regions))),
  ];
  const inner = regions.filter((region) => region !== 'contour');
  return {
    title: `By region, ${partTitle(report, report.mainPart)}`,
    caption: `NME × 100 by the ${normaliserTitles[report.normaliser]}, all labelled points. ${lineNotes(report)}`,
    head: ['', 'compared by', 'contour', 'without contour', ...inner],
    rows: cells.map((cell) => {
      const { regions: by, withoutContour } = cell.figures[report.normaliser]!;
      const value = (number: number | null | undefined): string =>
        number === null || number === undefined || Number.isNaN(number) ? '–' : number.toFixed(2);
      return [
        rowTitle(report, cell.row),
        comparisonTitles[cell.comparison],
        value(by.contour),
        value(withoutContour),
        ...inner.map((region) => value(by[region as keyof typeof by])),
      ];
    }),
    sortable: true,
  };
}

/** Each seed by itself, for rows that have several. */
export function seedTable(report: StudyReport): Table | null {
  const cells = mainLines(report).filter((cell) => (cell.figures[report.normaliser]?.seeds.length ?? 0) > 1);
  if (cells.length === 0) return null;
  return {
    title: `Seeds, ${partTitle(report, report.mainPart)}`,
    caption: `NME × 100 of each training by itself, ${pointsText(report.mainPoints)}. ${lineNotes(report)}`,
    head: ['', 'compared by', 'each seed', 'mean ± deviation'],
    rows: cells.map((cell) => {
      const { seeds, nme, deviation } = cell.figures[report.normaliser]!;
      return [
        rowTitle(report, cell.row),
        comparisonTitles[cell.comparison],
        seeds.map((one) => `${one.seed}: ${one.nme.toFixed(2)}`).join(', '),
        `${nme.toFixed(2)} ± ${(deviation ?? 0).toFixed(2)}`,
      ];
    }),
    sortable: true,
  };
}

export function testTable(report: StudyReport, family: RowTest['family']): Table {
  const all = report.tests.filter((test) => test.family === family);
  const tests = testsWithoutDoubles(report, all);
  return {
    title:
      family === 'against the reference'
        ? `Against “${rowTitle(report, report.reference)}”`
        : 'The best rows against each other',
    caption:
      `Difference of NME × 100 on the same faces (below 0: the first is better), its 95 % interval, p of a sign-flip test over persons, and p after Holm's correction over the rows of the same part and way. ${family === 'between the best rows' ? 'The three of the least error on each part were taken: these tests describe and choose nothing.' : ''} Rows of one seed: another training could differ by more than these tests know. ${tests.length < all.length ? oneLineNote(report, report.cells) : ''}`.trimEnd(),
    head: ['first', 'second', 'part', 'compared by', 'difference', 'interval', 'p', 'p (Holm)', 'verdict'],
    rows: tests.map(({ first, second, part, comparison, paired, corrected }) => [
      rowTitle(report, first),
      rowTitle(report, second),
      partTitle(report, part),
      comparisonTitles[comparison],
      signed(paired.difference),
      `${signed(paired.interval.low)} to ${signed(paired.interval.high)}`,
      probability(paired.pValue),
      probability(corrected),
      corrected < level ? (paired.difference < 0 ? 'better' : 'worse') : 'within noise',
    ]),
    sortable: true,
  };
}

export function curveTable(report: StudyReport): Table {
  return {
    title: `Error by the number of real labels, ${partTitle(report, report.mainPart)}`,
    caption: `NME × 100 by the ${normaliserTitles[report.normaliser]}, ${pointsText(report.mainPoints)}; ± standard deviation over seeds, each with subsets of its own: the smaller lie within the larger, and every row has the same. ${simulatedNote(report, [report.mainPart])}`,
    head: ['', 'real labels', 'compared by', 'NME', 'each seed'],
    rows: report.curve.map(({ series, labels, comparison, nme, deviation, seeds }) => [
      series,
      String(labels),
      comparisonTitles[comparison as Comparison],
      `${nme.toFixed(2)}${deviation === null ? '' : ` ± ${deviation.toFixed(2)}`}`,
      seeds.map((one) => one.nme.toFixed(2)).join(', '),
    ]),
    sortable: true,
  };
}

export function pointsText(points: RowSubset): string {
  return points === 'all' ? 'all labelled points' : 'points labelled by hand only';
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

function probability(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
