/** A figure against a count (of labels, of steps) with its spread over seeds, as SVG. Counts on a logarithmic axis after 0. */

import { band, dot, line, svgDrawing } from '../svg.js';
import {
  axes,
  type ChartShape,
  type Frame,
  letter,
  linearScale,
  niceRange,
  type Scale,
  type Tick,
  ticksBy,
} from './axes.js';
import { labelsOf, plotLayout } from './plot-layout.js';

export interface CountSeries {
  name: string;
  colour: string;
  points: { count: number; value: number; seeds: readonly number[] }[];
}

export interface CountAxes {
  /** What is counted. */
  counts: string;
  values: string;
}

export function countCurveSvg(
  series: readonly CountSeries[],
  titles: CountAxes,
  shape: ChartShape = 'wide',
): string {
  const all = series.flatMap(({ points }) => points);
  const counts = [...new Set(all.map(({ count }) => count))].sort((a, b) => a - b);
  const { low, high, step } = niceRange(all.flatMap(({ value, seeds }) => [value, ...seeds]));
  const values = (toY: Scale): Tick[] => ticksBy(step, low, high, toY);
  const { width, height, frame, ...layout } = plotLayout(
    {
      ...{ width: 720, height: 300, names: series },
      labels: { x: counts.map(String), y: labelsOf(values) },
      titles: { x: titles.counts, y: titles.values },
    },
    shape,
  );
  const toX = countScale(counts, frame);
  const toY = linearScale(low, high, frame.bottom, frame.top);
  return svgDrawing(width, height, titles.values, [
    ...axes({
      frame,
      x: { ticks: countTicks(counts, toX), grid: false, title: layout.titles.x },
      y: { ticks: values(toY), grid: true, title: layout.titles.y },
    }),
    ...layout.legend,
    ...series.flatMap((one) => seriesParts(one, toX, toY)),
  ]);
}

/** 0 has a place of its own, as far before the first number as a factor of three. */
function countScale(counts: readonly number[], { left, right }: Frame): Scale {
  const least = Math.max(1, counts.find((count) => count > 0) ?? 1);
  const most = Math.max(least * 1.01, counts.at(-1) ?? 1);
  const place = (count: number): number => (count === 0 ? Math.log(least / 3) : Math.log(count));
  const scale = linearScale(place(counts.includes(0) ? 0 : least), Math.log(most), left, right);
  return (count) => scale(place(count));
}

/** Pixels between two numbers. */
const apart = 8;

/** A mark for each count; a number where it does not run into the one before. */
function countTicks(counts: readonly number[], toX: Scale): Tick[] {
  let end = Number.NEGATIVE_INFINITY;
  return counts.map((count) => {
    const [at, half] = [toX(count), (letter * String(count).length) / 2];
    if (at - half < end + apart) return { at, label: '' };
    end = at + half;
    return { at, label: String(count) };
  });
}

function seriesParts({ colour, points }: CountSeries, toX: Scale, toY: Scale): string[] {
  const sorted = [...points].sort((a, b) => a.count - b.count);
  const outline = (bound: (...values: number[]) => number): [number, number][] =>
    sorted.map(({ count, value, seeds }) => [toX(count), toY(bound(value, ...seeds))]);
  return [
    band([...outline(Math.max), ...outline(Math.min).reverse()], colour),
    line(
      sorted.map(({ count, value }) => [toX(count), toY(value)] as const),
      colour,
    ),
    ...sorted.flatMap(({ count, value, seeds }) => [
      dot(toX(count), toY(value), 4, { fill: colour }),
      ...seeds.map((seed) => dot(toX(count), toY(seed), 2, { fill: '#fff', stroke: colour })),
    ]),
  ];
}
