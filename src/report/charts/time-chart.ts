/** Curves over time as an SVG: several measures of one kind, with gaps where nothing is known. */
import { line, svgDrawing, text } from '../svg.js';
import { axes, type Frame, legend, linearScale, linearTicks, niceLimit } from './axes.js';

export interface TimeCurve {
  name: string;
  /** Null where it is not known. */
  values: readonly (number | null)[];
}

export interface TimeChart {
  title: string;
  /** Seconds, rising. */
  seconds: readonly number[];
  curves: readonly TimeCurve[];
  /** Of the values. */
  unit: string;
}

const width = 900;
const height = 280;
const colours = ['#1f4fa8', '#c2410c', '#15803d', '#7e22ce', '#0e7490', '#a16207'] as const;

export function timeChartSvg({ title, seconds, curves, unit }: TimeChart): string {
  const entries = curves.map(({ name }, i) => ({ name, colour: colours[i % colours.length]! }));
  const names = legend(entries, { left: 70, right: width - 20, top: 34 });
  const top = 44 + names.height;
  const frame: Frame = { left: 70, right: width - 20, top, bottom: top + height };
  const known = curves.flatMap(({ values }) => values.filter((value) => value !== null));
  const high = niceLimit(Math.max(...known, 0), 5);
  const low = known.some((value) => value < 0) ? -niceLimit(-Math.min(...known), 5) : 0;
  const first = seconds[0] ?? 0;
  const last = Math.max(seconds.at(-1) ?? 0, first + 1e-3);
  const toX = linearScale(first, last, frame.left, frame.right);
  const toY = linearScale(low, high, frame.bottom, frame.top);
  const drawn = curves.flatMap(({ values }, i) =>
    runs(values).map((run) =>
      line(
        run.map(([at, value]) => [toX(seconds[at]!), toY(value)]),
        entries[i]!.colour,
      ),
    ),
  );
  return svgDrawing(width, frame.bottom + 50, title, [
    text(title, frame.left, 22, { size: 16 }),
    ...names.parts,
    ...axes({
      frame,
      x: { ticks: linearTicks(first, last, 8, toX), grid: true, title: ['seconds'] },
      y: { ticks: linearTicks(low, high, 5, toY), grid: true, title: [unit] },
      box: true,
    }),
    ...drawn,
  ]);
}

/** Stretches without a gap, as place and value. */
function runs(values: readonly (number | null)[]): [number, number][][] {
  const stretches: [number, number][][] = [[]];
  for (const [at, value] of values.entries()) {
    if (value === null) stretches.push([]);
    else stretches.at(-1)!.push([at, value]);
  }
  return stretches.filter((stretch) => stretch.length > 0);
}
