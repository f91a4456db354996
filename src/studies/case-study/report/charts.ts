/** Which figures of the report are drawn, and in which colours. */
import type { Comparison } from '../../../evaluation/rows/row-result.js';
import { niceLimit } from '../../../report/charts/axes.js';
import { countCurveSvg } from '../../../report/charts/count-curve.js';
import { errorCurveSvg } from '../../../report/charts/error-curve.js';
import { type BarGroup, intervalChartSvg } from '../../../report/charts/interval-chart.js';
import { type Chart, chartOf } from '../../../report/section.js';
import { comparisonTitles } from './comparison-titles.js';
import { oneLineNote, withoutDoubles } from './one-line.js';
import type { StudyReport } from './study-report.js';
import { mainCells, partTitle, pointsText } from './tables.js';

const comparisonColours: Partial<Record<Comparison, string>> = {
  'nearest-subset': '#8d99a8',
  mlp: '#2b7bba',
  'ridge-affine': '#5fb0a5',
  'ridge-features': '#2f7d72',
  auxiliary: '#d9a441',
  'own-head': '#c2185b',
};

/** Apart for people who see few colours as well. */
const rowColours = [
  '#c2185b',
  '#1f6fb2',
  '#e08a1e',
  '#2e8b57',
  '#7b4fb3',
  '#444c56',
  '#00a0b0',
  '#a8503a',
  '#8a8f00',
  '#d65fa8',
  '#5b7f95',
];

export function studyCharts(report: StudyReport): Chart[] {
  const part = partTitle(report, report.mainPart);
  const axis = `NME × 100 by ${report.normaliser}, ${pointsText(report.mainPoints)}, ${part}`;
  const cells = mainCells(report).filter(
    (cell) => cell.comparison !== 'own-set' && cell.figures[report.normaliser] !== null,
  );
  const shown = withoutDoubles(report, cells);
  const groups = report.rows.flatMap(({ name, title }): BarGroup[] => {
    const bars = shown
      .filter(({ row }) => row === name)
      .map(({ comparison, figures }) => {
        const { nme, interval, seeds } = figures[report.normaliser]!;
        return {
          name: comparisonTitles[comparison],
          colour: comparisonColours[comparison] ?? '#8d99a8',
          value: nme,
          ...interval,
          seeds: seeds.length > 1 ? seeds.map((seed) => seed.nme) : [],
        };
      });
    return bars.length === 0 ? [] : [{ label: title, bars }];
  });
  const charts: Chart[] = [];
  if (groups.length > 0)
    charts.push(
      chartOf(
        'bars',
        `Every row by every way of comparing, ${part}: bars with 95 % intervals over persons; rings are single seeds. ${oneLineNote(report, cells).replace('line', 'bar')}`.trimEnd(),
        (shape) => intervalChartSvg(groups, axis, shape),
      ),
    );
  const curves = errorCurves(report, cells, part);
  if (curves !== undefined) charts.push(curves);
  if (report.curve.length > 0) {
    const names = [...new Set(report.curve.map(({ series }) => series))];
    const series = names.map((name, i) => ({
      name,
      colour: rowColours[i % rowColours.length]!,
      points: report.curve
        .filter((figure) => figure.series === name)
        .map(({ labels, nme, seeds }) => ({
          count: labels,
          value: nme,
          seeds: seeds.map((seed) => seed.nme),
        })),
    }));
    charts.push(
      chartOf(
        'label-curve',
        `Error by the number of real labelled images, ${part}. Line: mean; band and rings: single seeds, each with subsets of its own, the smaller within the larger. Without any label, what begins with the base stands at the base as it is, by its nearest subset.`,
        (shape) => countCurveSvg(series, { counts: 'real labelled images', values: axis }, shape),
      ),
    );
  }
  return charts;
}

/** Of each row, compared in the way that needs the least of it: its own head, else the MLP, else the subset. */
function errorCurves(
  report: StudyReport,
  cells: ReturnType<typeof mainCells>,
  part: string,
): Chart | undefined {
  const preferred: Comparison[] = ['own-head', 'mlp', 'nearest-subset'];
  const series = report.rows.flatMap(({ name, title }, i) => {
    const own = cells.filter(({ row }) => row === name);
    const cell = preferred
      .map((comparison) => own.find((one) => one.comparison === comparison))
      .find((one) => one !== undefined);
    if (cell === undefined) return [];
    return [
      {
        name: `${title} (${comparisonTitles[cell.comparison]})`,
        colour: rowColours[i % rowColours.length]!,
        errors: cell.faces.flatMap(({ errors }) => {
          const error = errors[report.normaliser];
          return error === null ? [] : [error];
        }),
      },
    ];
  });
  if (series.length === 0) return undefined;
  const sorted = series.flatMap(({ errors }) => errors).sort((a, b) => a - b);
  const limit = niceLimit(sorted[Math.floor(0.95 * (sorted.length - 1))] ?? 8, 5);
  return chartOf(
    'error-curves',
    `Share of faces with at most an error, ${part}, ${pointsText(report.mainPoints)}; each row through its own head where it has one, else through the MLP adapter, else its nearest subset.`,
    (shape) => errorCurveSvg(series, limit, `NME × 100 by ${report.normaliser}, ${part}`, shape),
  );
}
