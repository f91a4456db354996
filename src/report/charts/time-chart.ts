/** Curves over time as an SVG: several measures of one kind, with gaps where nothing is known. */
import { dot, line, svgDrawing } from '../svg.js';
import { axes, type ChartShape, linearScale, linearTicks, niceLimit, type Scale, type Tick } from './axes.js';
import { labelsOf, plotLayout } from './plot-layout.js';

export interface TimeCurve {
  name: string;
  /** Null where it is not known. */
  values: readonly (number | null)[];
}

export interface TimeChart {
  /** For readers of screens; what is seen is the caption of who shows the chart. */
  title: string;
  /** Seconds, rising. */
  seconds: readonly number[];
  curves: readonly TimeCurve[];
  /** Of the values. */
  unit: string;
}

const colours = ['#1f4fa8', '#c2410c', '#15803d', '#7e22ce', '#0e7490', '#a16207'] as const;

/** Pixels that curves keep from the frame above and below, so that none is drawn on it. */
const margin = 8;

export function timeChartSvg(
  { title, seconds, curves, unit }: TimeChart,
  shape: ChartShape = 'wide',
): string {
  const entries = curves.map(({ name }, i) => ({ name, colour: colours[i % colours.length]! }));
  const known = curves.flatMap(({ values }) => values.filter((value) => value !== null));
  const high = niceLimit(Math.max(...known, 0), 5);
  const low = known.some((value) => value < 0) ? -niceLimit(-Math.min(...known), 5) : 0;
  const first = seconds[0] ?? 0;
  const last = Math.max(seconds.at(-1) ?? 0, first + 1e-3);
  const times = (toX: Scale): Tick[] => linearTicks(first, last, shape === 'narrow' ? 4 : 8, toX);
  const values = (toY: Scale): Tick[] => linearTicks(low, high, 5, toY);
  const { width, height, frame, titles, legend } = plotLayout(
    {
      ...{ width: 900, height: 280, names: entries },
      labels: { x: labelsOf(times), y: labelsOf(values) },
      titles: { x: 'seconds', y: unit },
    },
    shape,
  );
  const toX = linearScale(first, last, frame.left, frame.right);
  const toY = linearScale(low, high, frame.bottom - margin, frame.top + margin);
  const drawn = curves.flatMap((curve, i) =>
    runs(curve.values).map((run) => {
      const { colour } = entries[i]!;
      const points = run.map(([at, value]): [number, number] => [toX(seconds[at]!), toY(value)]);
      // A line from a point to itself is not drawn.
      return points.length === 1 ? dot(...points[0]!, 1.5, { fill: colour }) : line(points, colour);
    }),
  );
  return svgDrawing(width, height, title, [
    ...legend,
    ...axes({
      frame,
      x: { ticks: times(toX), grid: true, title: titles.x },
      y: { ticks: values(toY), grid: true, title: titles.y },
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
