/** A figure against a count (of labels, of steps) with its spread over seeds, as SVG. Counts on a logarithmic axis after 0. */

import { band, dot, line, svgDrawing } from '../svg.js';
import {
  axes,
  type ChartShape,
  type Frame,
  legend,
  linearScale,
  lineHeight,
  narrowWidth,
  niceRange,
  type Scale,
  type Tick,
  ticksBy,
  wrapped,
} from './axes.js';

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

const plotHeight = 300;
const bottom = 48;
/** Pixels that a tick's number takes. */
const room = 28;

export function countCurveSvg(
  series: readonly CountSeries[],
  titles: CountAxes,
  shape: ChartShape = 'wide',
): string {
  const narrow = shape === 'narrow';
  const width = narrow ? narrowWidth : 720;
  const sides = narrow ? { left: 42, right: width - 14 } : { left: 60, right: width - 24 };
  const names = legend(series, { left: narrow ? 6 : sides.left, right: sides.right, top: 14 });
  const [below, above] = [titles.counts, titles.values].map((title) =>
    wrapped(title, sides.right - sides.left),
  ) as [string[], string[]];
  const top = 36 + names.height + (above.length - 1) * lineHeight;
  const frame: Frame = { ...sides, top, bottom: top + plotHeight };
  const all = series.flatMap(({ points }) => points);
  const counts = [...new Set(all.map(({ count }) => count))].sort((a, b) => a - b);
  const { low, high, step } = niceRange(all.flatMap(({ value, seeds }) => [value, ...seeds]));
  const toX = countScale(counts, frame);
  const toY = linearScale(low, high, frame.bottom, frame.top);
  return svgDrawing(width, frame.bottom + bottom + (below.length - 1) * lineHeight, titles.values, [
    ...axes({
      frame,
      x: { ticks: countTicks(counts, toX), grid: false, title: below },
      y: { ticks: ticksBy(step, low, high, toY), grid: true, title: above },
    }),
    ...names.parts,
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

/** A mark for each count; a number where it does not run into the one before. */
function countTicks(counts: readonly number[], toX: Scale): Tick[] {
  let last = Number.NEGATIVE_INFINITY;
  return counts.map((count) => {
    const at = toX(count);
    if (at - last < room) return { at, label: '' };
    last = at;
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
