/** The cumulative error curve as an SVG: share of faces with at most an error, one line for each series. */
import { cumulativeErrorCurve } from '../../landmarks/errors/nme.js';
import { line, svgDrawing } from '../svg.js';
import { axes, type ChartShape, linearScale, linearTicks, type Scale, type Tick, ticksBy } from './axes.js';
import { labelsOf, plotLayout } from './plot-layout.js';

export interface ErrorSeries {
  name: string;
  colour: string;
  /** × 100. */
  errors: readonly number[];
}

/** @param limit – where the axis of errors ends, × 100. */
export function errorCurveSvg(
  series: readonly ErrorSeries[],
  limit: number,
  axis: string,
  shape: ChartShape = 'wide',
): string {
  const errors = (toX: Scale): Tick[] => linearTicks(0, limit, 5, toX);
  const shares = (toY: Scale): Tick[] => ticksBy(0.25, 0, 1, toY, (share) => `${100 * share} %`);
  const labels = { x: labelsOf(errors), y: labelsOf(shares) };
  const { width, height, frame, titles, ...layout } = plotLayout(
    { width: 720, height: 320, names: series, labels, titles: { x: axis } },
    shape,
  );
  const toX = linearScale(0, limit, frame.left, frame.right);
  const toY = linearScale(0, 1, frame.bottom, frame.top);
  return svgDrawing(width, height, axis, [
    ...axes({
      frame,
      x: { ticks: errors(toX), grid: true, title: titles.x },
      y: { ticks: shares(toY), grid: true },
    }),
    ...layout.legend,
    ...series.map(({ colour, errors: own }) =>
      line(
        cumulativeErrorCurve(own, limit).map(({ error, share }) => [toX(error), toY(share)] as const),
        colour,
      ),
    ),
  ]);
}
