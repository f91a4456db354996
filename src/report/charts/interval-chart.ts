/** Horizontal bars with their intervals and a dot for each seed, grouped by row, as SVG. */

import { dot, ink, pixels, svgDrawing, text } from '../svg.js';
import {
  axes,
  type ChartShape,
  type Frame,
  legend,
  letter,
  linearScale,
  linearTicks,
  lineHeight,
  narrowWidth,
  niceLimit,
  wrapped,
} from './axes.js';

export interface BarGroup {
  label: string;
  bars: Bar[];
}

export interface Bar {
  name: string;
  colour: string;
  value: number;
  low: number;
  high: number;
  /** Values of single seeds; none where there is only one. */
  seeds: readonly number[];
}

/** Of the bars alone. */
const barsWidth = 574;
/** What stands left of the bars has room for the longest label. */
const leastLeft = 230;
const bottom = 48;
const barHeight = 13;
const gap = 12;

/** @param shape – narrow: labels stand above their bars. */
export function intervalChartSvg(
  groups: readonly BarGroup[],
  axis: string,
  shape: ChartShape = 'wide',
): string {
  const narrow = shape === 'narrow';
  const bars = groups.flatMap((group) => group.bars);
  const left = narrow
    ? 6
    : Math.max(leastLeft, Math.ceil(16 + letter * Math.max(...groups.map(({ label }) => label.length))));
  const right = narrow ? 40 : 56;
  const width = narrow ? narrowWidth : left + barsWidth + right;
  const steps = narrow ? 4 : 5;
  const limit = niceLimit(Math.max(...bars.map(({ value, high }) => Math.max(value, high))), steps);
  const kinds = [...new Map(bars.map(({ name, colour }) => [name, colour]))];
  const names = legend(
    kinds.map(([name, colour]) => ({ name, colour })),
    { left, right: width - (narrow ? left : right), top: 12 },
  );
  const above = groups.map(({ label }) => (narrow ? wrapped(label, width - 2 * left) : []));
  const top = 18 + names.height;
  const heights = groups.map(
    (group, i) => above[i]!.length * lineHeight + group.bars.length * barHeight + gap,
  );
  const frame: Frame = {
    left,
    right: width - right,
    top,
    bottom: top + heights.reduce((sum, height) => sum + height, 0),
  };
  const toX = linearScale(0, limit, frame.left, frame.right);
  const within = (value: number): number => toX(Math.min(value, limit));
  const parts: string[] = [];
  let y = frame.top + gap / 2;
  for (const [i, { label, bars: own }] of groups.entries()) {
    for (const words of above[i]!) {
      parts.push(text(words, left, y + 11));
      y += lineHeight;
    }
    if (!narrow) parts.push(text(label, left - 10, y + (own.length * barHeight) / 2 + 4, { anchor: 'end' }));
    for (const bar of own) {
      parts.push(...barParts(bar, y, left, within));
      y += barHeight;
    }
    y += gap;
  }
  const title = wrapped(axis, frame.right - frame.left);
  return svgDrawing(width, frame.bottom + bottom + (title.length - 1) * lineHeight, axis, [
    ...axes({ frame, x: { ticks: linearTicks(0, limit, steps, toX), grid: true, title } }),
    ...names.parts,
    ...parts,
  ]);
}

function barParts(
  { colour, value, low, high, seeds }: Bar,
  y: number,
  from: number,
  toX: (value: number) => number,
): string[] {
  const centre = pixels(y + barHeight / 2);
  const [begin, end] = [pixels(toX(low)), pixels(toX(high))];
  const whisker = `${pixels(y + 3)}v${barHeight - 6}`;
  return [
    `<rect x="${from}" y="${pixels(y + 1.5)}" width="${pixels(Math.max(0, toX(value) - from))}" height="${barHeight - 3}" fill="${colour}"/>`,
    `<path d="M${begin} ${centre}H${end}M${begin} ${whisker}M${end} ${whisker}" stroke="${ink}" stroke-width="1.2" fill="none"/>`,
    ...seeds.map((seed) => dot(toX(seed), Number(centre), 2.4, { fill: '#fff', stroke: ink })),
    text(value.toFixed(2), toX(Math.max(high, value, ...seeds)) + 6, y + barHeight - 3, { size: 10 }),
  ];
}
