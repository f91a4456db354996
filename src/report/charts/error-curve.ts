/** The cumulative error curve as an SVG: share of faces with at most an error, one line for each series. */
import { cumulativeErrorCurve } from '../../landmarks/errors/nme.js';
import { line, svgDrawing } from '../svg.js';
import {
  axes,
  type ChartShape,
  type Frame,
  legend,
  linearScale,
  linearTicks,
  lineHeight,
  narrowWidth,
  ticksBy,
  wrapped,
} from './axes.js';

export interface ErrorSeries {
  name: string;
  colour: string;
  /** × 100. */
  errors: readonly number[];
}

const plotHeight = 320;
const bottom = 48;

/** @param limit – where the axis of errors ends, × 100. */
export function errorCurveSvg(
  series: readonly ErrorSeries[],
  limit: number,
  axis: string,
  shape: ChartShape = 'wide',
): string {
  const narrow = shape === 'narrow';
  const width = narrow ? narrowWidth : 720;
  const sides = narrow ? { left: 48, right: width - 14 } : { left: 56, right: width - 24 };
  const names = legend(series, { left: narrow ? 6 : sides.left, right: sides.right, top: 14 });
  const frame: Frame = { ...sides, top: 20 + names.height, bottom: 20 + names.height + plotHeight };
  const toX = linearScale(0, limit, frame.left, frame.right);
  const toY = linearScale(0, 1, frame.bottom, frame.top);
  const title = wrapped(axis, sides.right - sides.left);
  return svgDrawing(width, frame.bottom + bottom + (title.length - 1) * lineHeight, axis, [
    ...axes({
      frame,
      x: { ticks: linearTicks(0, limit, 5, toX), grid: true, title },
      y: { ticks: ticksBy(0.25, 0, 1, toY, (share) => `${100 * share} %`), grid: true },
    }),
    ...names.parts,
    ...series.map(({ colour, errors }) =>
      line(
        cumulativeErrorCurve(errors, limit).map(({ error, share }) => [toX(error), toY(share)] as const),
        colour,
      ),
    ),
  ]);
}
