/** What the applications study found, as sections of a report. Every figure is of synthetic faces, and says so. */
import { mean } from '../../core/numbers/statistics.js';
import { lineamentVersion } from '../../core/version.js';
import { createBootstrap } from '../../evaluation/tests/bootstrap.js';
import { countCurveSvg } from '../../report/charts/count-curve.js';
import { chartOf, headingSection, type Section, tableSections, textSection } from '../../report/section.js';
import type { ApplicationsRecipe } from './applications-recipe.js';
import type { MeasuredHeads, PointSource, PoseRow, ShapeRow } from './measure-heads.js';

const sources: readonly PointSource[] = ['exact', 'detected'];
const colours = ['#1b6ca8', '#c2571a', '#2f8f4e', '#8f3b76', '#7a7a7a', '#b89b00'];
const bands = [
  [0, 15],
  [15, 30],
  [30, 60],
  [60, 90],
] as const;

export function applicationsSections(
  measured: readonly MeasuredHeads[],
  recipe: ApplicationsRecipe,
): Section[] {
  return [
    textSection(
      `Synthetic faces, ${recipe.persons} persons a table, poses ${recipe.pose}, ${recipe.size} px, the camera known; detected points by ${recipe.model ?? 'no model'}. Mean and 95 % interval over persons. Lineament ${lineamentVersion}.`,
    ),
    ...measured.flatMap((heads) => [
      headingSection(`Heads of ${heads.truth}, reconstructed with ${heads.fit}`),
      textSection(
        `Millimetres on the face after rotation and shift. Vertex: to the corresponding place; surface: to the nearest place of the reconstructed surface. The mean head of ${heads.fit}, which knows no point, is ${fixed(mean(heads.meanHead.map(({ vertex }) => vertex)))} (vertex) and ${fixed(mean(heads.meanHead.map(({ surface }) => surface)))} (surface) away; what exact points leave is how unlike the two head models are.`,
      ),
      ...tableSections(shapeTable(heads, recipe)),
      curve(heads, recipe),
      ...tableSections(gainTable(heads, recipe)),
      ...tableSections(poseTable(heads, recipe)),
    ]),
  ];
}

function shapeTable({ shapes }: MeasuredHeads, recipe: ApplicationsRecipe) {
  const of = (source: PointSource, points: number, views: number): ShapeRow[] =>
    shapes.filter((row) => row.source === source && row.points === points && row.views === views);
  return {
    title: 'Vertex error / surface error, mm',
    head: ['points', 'source', ...recipe.views.map((views) => `${views} view${views > 1 ? 's' : ''}`)],
    rows: recipe.points.flatMap((points) =>
      sources.flatMap((source) => {
        const rows = recipe.views.map((views) => of(source, points, views));
        if (rows.every((list) => list.length === 0)) return [];
        return [
          [
            String(points),
            source,
            ...rows.map(
              (list) =>
                `${withInterval(list, ({ vertex }) => vertex, recipe)} / ${fixed(mean(list.map(({ surface }) => surface)))}`,
            ),
          ],
        ];
      }),
    ),
  };
}

function curve({ truth, fit, shapes }: MeasuredHeads, recipe: ApplicationsRecipe): Section {
  const series = sources.flatMap((source) =>
    recipe.views.flatMap((views) => {
      const points = recipe.points.flatMap((count) => {
        const errors = shapes
          .filter((row) => row.source === source && row.points === count && row.views === views)
          .map(({ vertex }) => vertex);
        return errors.length === 0 ? [] : [{ count, value: mean(errors), seeds: [] }];
      });
      return points.length === 0 ? [] : [{ name: `${source}, ${views} views`, points }];
    }),
  );
  const coloured = series.map((one, i) => ({ ...one, colour: colours[i % colours.length]! }));
  return {
    kind: 'chart',
    chart: chartOf(
      `${truth}-by-${fit}`,
      `Heads of ${truth}, reconstructed with ${fit}, against the number of points`,
      (shape) => countCurveSvg(coloured, { counts: 'points', values: 'vertex error, mm' }, shape),
    ),
  };
}

/** The claim of the case study, person by person. */
function gainTable({ shapes }: MeasuredHeads, recipe: ApplicationsRecipe) {
  const pairs = [
    [68, 490],
    [490, 1001],
  ].filter((pair) => pair.every((count) => recipe.points.includes(count)));
  const errorsOf = (source: PointSource, points: number, views: number): ShapeRow[] =>
    shapes.filter((row) => row.source === source && row.points === points && row.views === views);
  return {
    title: 'Vertex error spared, % (positive: more points are better)',
    head: ['from, to', 'source', ...recipe.views.map((views) => `${views} view${views > 1 ? 's' : ''}`)],
    rows: pairs.flatMap(([few, many]) =>
      sources.flatMap((source) => {
        const cells = recipe.views.map((views) => {
          const [less, more] = [errorsOf(source, few!, views), errorsOf(source, many!, views)];
          if (less.length === 0 || less.length !== more.length) return null;
          const gains = less.map((row, i) => ({
            ...row,
            gain: 100 * (1 - more[i]!.vertex / row.vertex),
          }));
          return withInterval(gains, ({ gain }) => gain, recipe);
        });
        return cells.every((cell) => cell === null)
          ? []
          : [[`${few} to ${many}`, source, ...cells.map((cell) => cell ?? '–')]];
      }),
    ),
  };
}

function poseTable({ poses }: MeasuredHeads, recipe: ApplicationsRecipe) {
  const inBand = (rows: readonly PoseRow[], [low, high]: readonly [number, number]): string => {
    const errors = rows
      .filter(({ yaw }) => Math.abs(yaw) >= low && Math.abs(yaw) < high)
      .map(({ error }) => error);
    return errors.length === 0 ? '–' : `${fixed(mean(errors))} (${errors.length})`;
  };
  return {
    title: 'Head pose: mean geodesic error, degrees, by yaw (faces), and share of axes within one sigma',
    head: ['points', 'source', 'all', ...bands.map(([low, high]) => `${low}–${high}°`), 'within 1 σ, %'],
    rows: recipe.points.flatMap((points) =>
      sources.flatMap((source) => {
        const rows = poses.filter((row) => row.points === points && row.source === source);
        if (rows.length === 0) return [];
        const within = rows.flatMap(({ shares }) => shares.map((share) => (Math.abs(share) < 1 ? 100 : 0)));
        return [
          [
            String(points),
            source,
            withInterval(rows, ({ error }) => error, recipe),
            ...bands.map((band) => inBand(rows, band)),
            mean(within).toFixed(0),
          ],
        ];
      }),
    ),
  };
}

function withInterval<Row extends { person: number }>(
  rows: readonly Row[],
  value: (row: Row) => number,
  { resamples, seed }: ApplicationsRecipe,
): string {
  const values = rows.map(value);
  const bootstrap = createBootstrap(
    rows.map(({ person }) => String(person)),
    { resamples, seed },
  );
  const { low, high } = bootstrap.interval(values);
  return `${fixed(mean(values))} (${fixed(low)}–${fixed(high)})`;
}

const fixed = (value: number): string => value.toFixed(2);
