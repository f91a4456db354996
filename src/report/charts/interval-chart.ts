/** Horizontal bars with their intervals and a dot for each seed, grouped by row, as SVG. */

import { dot, ink, pixels, svgDrawing, text } from '../svg.js';
import { axes, type Frame, legend, linearScale, linearTicks, niceLimit } from './axes.js';

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
/** A letter is about this wide; what stands left of the bars has room for the longest label. */
const letter = 6.8;
const leastLeft = 230;
const right = 56;
const bottom = 48;
const barHeight = 13;
const gap = 12;

export function intervalChartSvg(groups: readonly BarGroup[], axis: string): string {
  const bars = groups.flatMap((group) => group.bars);
  const left = Math.max(
    leastLeft,
    Math.ceil(16 + letter * Math.max(...groups.map(({ label }) => label.length))),
  );
  const width = left + barsWidth + right;
  const limit = niceLimit(Math.max(...bars.map(({ value, high }) => Math.max(value, high))));
  const kinds = [...new Map(bars.map(({ name, colour }) => [name, colour]))];
  const names = legend(
    kinds.map(([name, colour]) => ({ name, colour })),
    { left, right: width - right, top: 12 },
  );
  const top = 18 + names.height;
  const frame: Frame = {
    left,
    right: width - right,
    top,
    bottom: top + groups.reduce((sum, group) => sum + group.bars.length * barHeight + gap, 0),
  };
  const toX = linearScale(0, limit, frame.left, frame.right);
  const within = (value: number): number => toX(Math.min(value, limit));
  const parts: string[] = [];
  let y = frame.top + gap / 2;
  for (const { label, bars: own } of groups) {
    parts.push(text(label, left - 10, y + (own.length * barHeight) / 2 + 4, { anchor: 'end' }));
    for (const bar of own) {
      parts.push(...barParts(bar, y, left, within));
      y += barHeight;
    }
    y += gap;
  }
  return svgDrawing(width, frame.bottom + bottom, axis, [
    ...axes({ frame, x: { ticks: linearTicks(0, limit, 5, toX), grid: true, title: axis } }),
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
