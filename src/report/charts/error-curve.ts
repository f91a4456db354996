/** The cumulative error curve as an SVG: share of faces with at most an error, one line for each series. */
import { cumulativeErrorCurve } from '../../landmarks/errors/nme.js';
import { line, svgDrawing } from '../svg.js';
import { axes, type Frame, legend, linearScale, linearTicks } from './axes.js';

export interface ErrorSeries {
  name: string;
  colour: string;
  /** × 100. */
  errors: readonly number[];
}

const width = 720;
const plotHeight = 320;
const bottom = 48;

/** @param limit – where the axis of errors ends, × 100. */
export function errorCurveSvg(series: readonly ErrorSeries[], limit: number, axis: string): string {
  const sides = { left: 56, right: width - 24 };
  const names = legend(series, { ...sides, top: 14 });
  const frame: Frame = { ...sides, top: 20 + names.height, bottom: 20 + names.height + plotHeight };
  const toX = linearScale(0, limit, frame.left, frame.right);
  const toY = linearScale(0, 1, frame.bottom, frame.top);
  return svgDrawing(width, frame.bottom + bottom, axis, [
    ...axes({
      frame,
      x: { ticks: linearTicks(0, limit, 4, toX), grid: true, title: axis },
      y: { ticks: linearTicks(0, 1, 4, toY, (share) => `${100 * share} %`), grid: true },
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
