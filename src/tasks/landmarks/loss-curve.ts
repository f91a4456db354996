/**
 * The loss curve as an SVG that any browser opens: training loss (each reading and a running mean) above, validation
 * error below, over the steps. Safe to write at every checkpoint.
 */
import { escapeMarkup } from '../../core/escape-markup.js';

export interface CurvePoint {
  step: number;
  value: number;
}

export interface LossCurve {
  title: string;
  /** Steps of the whole training; the axis ends there. */
  steps: number;
  loss: readonly CurvePoint[];
  /** NME in per cent. */
  validation: readonly CurvePoint[];
}

const width = 900;
const panelHeight = 240;
const left = 70;
const right = 20;
const gap = 50;
const top = 40;

export function lossCurveSvg(curve: LossCurve): string {
  const height = top + 2 * panelHeight + 2 * gap;
  const smooth = runningMean(curve.loss);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${left}" y="24" font-size="16">${escapeMarkup(curve.title)}</text>`,
    panel({ name: 'training loss', steps: curve.steps, y: top, faint: curve.loss, bold: smooth }),
    panel({
      name: 'validation NME, %',
      steps: curve.steps,
      y: top + panelHeight + gap,
      faint: [],
      bold: curve.validation,
    }),
    '</svg>\n',
  ].join('\n');
}

interface Panel {
  name: string;
  steps: number;
  y: number;
  faint: readonly CurvePoint[];
  bold: readonly CurvePoint[];
}

function panel({ name, steps, y, faint, bold }: Panel): string {
  const [low, high] = range([...faint, ...bold]);
  const plotWidth = width - left - right;
  const toX = (step: number): number => left + (plotWidth * step) / Math.max(1, steps);
  const toY = (value: number): number =>
    y + panelHeight - (panelHeight * (Math.min(value, high) - low)) / (high - low);
  const path = (points: readonly CurvePoint[]): string =>
    points.map(({ step, value }) => `${toX(step).toFixed(1)},${toY(value).toFixed(1)}`).join(' ');
  const lines: string[] = [
    `<rect x="${left}" y="${y}" width="${plotWidth}" height="${panelHeight}" fill="none" stroke="#999"/>`,
    `<text x="${left + 8}" y="${y + 18}">${name}</text>`,
  ];
  for (let tick = 0; tick <= 4; tick++) {
    const value = low + ((high - low) * tick) / 4;
    const step = Math.round((steps * tick) / 4);
    lines.push(
      `<text x="${left - 8}" y="${(toY(value) + 4).toFixed(1)}" text-anchor="end">${value.toPrecision(3)}</text>`,
      `<text x="${toX(step).toFixed(1)}" y="${y + panelHeight + 18}" text-anchor="middle">${step}</text>`,
    );
  }
  if (faint.length > 0)
    lines.push(`<polyline points="${path(faint)}" fill="none" stroke="#b8c8e8" stroke-width="1"/>`);
  if (bold.length > 0)
    lines.push(`<polyline points="${path(bold)}" fill="none" stroke="#1f4fa8" stroke-width="2"/>`);
  return lines.join('\n');
}

/** From the least value to the 98th percentile, so that the first steps do not flatten the rest. */
function range(points: readonly CurvePoint[]): [number, number] {
  const values = points
    .map(({ value }) => value)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  if (values.length === 0) return [0, 1];
  const low = values[0]!;
  const high = values[Math.ceil(0.98 * (values.length - 1))]!;
  return high > low ? [low, high] : [low - 0.5, low + 0.5];
}

function runningMean(points: readonly CurvePoint[]): CurvePoint[] {
  const kept = 0.9;
  let sum = 0;
  let weight = 0;
  return points.map(({ step, value }) => {
    sum = kept * sum + value;
    weight = kept * weight + 1;
    return { step, value: sum / weight };
  });
}
