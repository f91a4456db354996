/** The cumulative error curve as an SVG: share of faces with at most an error, model and baseline. */

import { escapeMarkup } from '../core/escape-markup.js';
import { type CurvePoint, cumulativeErrorCurve } from '../landmarks/nme.js';

export interface ErrorSeries {
  name: string;
  colour: string;
  /** × 100. */
  errors: readonly number[];
}

const width = 640;
const height = 360;
const left = 56;
const right = 16;
const top = 16;
const bottom = 44;

/** @param limit – where the axis of errors ends, × 100. */
export function errorCurveSvg(series: readonly ErrorSeries[], limit: number, axis: string): string {
  const toX = (error: number): number => left + ((width - left - right) * error) / limit;
  const toY = (share: number): number => top + (height - top - bottom) * (1 - share);
  const path = (curve: readonly CurvePoint[]): string =>
    curve.map(({ error, share }) => `${toX(error).toFixed(1)},${toY(share).toFixed(1)}`).join(' ');
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" role="img">`,
  ];
  for (let tick = 0; tick <= 4; tick++) {
    const x = toX((limit * tick) / 4).toFixed(1);
    const y = toY(tick / 4).toFixed(1);
    parts.push(
      `<path d="M${left} ${y}H${width - right}M${x} ${top}V${height - bottom}" stroke="#ddd"/>`,
      `<text x="${left - 8}" y="${Number(y) + 4}" text-anchor="end">${tick * 25} %</text>`,
      `<text x="${x}" y="${height - bottom + 16}" text-anchor="middle">${(limit * tick) / 4}</text>`,
    );
  }
  parts.push(
    `<text x="${(left + width - right) / 2}" y="${height - 8}" text-anchor="middle">${escapeMarkup(axis)}</text>`,
  );
  series.forEach(({ name, colour, errors }, i) => {
    parts.push(
      `<polyline points="${path(cumulativeErrorCurve(errors, limit))}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      `<text x="${width - right - 8}" y="${height - bottom - 12 - 16 * i}" text-anchor="end" fill="${colour}">${escapeMarkup(name)}</text>`,
    );
  });
  parts.push('</svg>');
  return parts.join('\n');
}
