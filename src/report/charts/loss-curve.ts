/**
 * The loss curve as an SVG that any browser opens: training loss (each reading and a running mean) above, a validation
 * score below, over the steps. Safe to write at every checkpoint.
 */

import { line, svgDrawing, text } from '../svg.js';
import { axes, type Frame, linearScale, linearTicks } from './axes.js';

export interface LossReading {
  step: number;
  value: number;
}

export interface LossCurve {
  title: string;
  /** Steps of the whole training; the axis ends there. */
  steps: number;
  loss: readonly LossReading[];
  /** The lower panel: what is validated, such as `validation NME, %`. */
  score: { name: string; readings: readonly LossReading[] };
}

const width = 900;
const panelHeight = 240;
const left = 70;
const right = 20;
const gap = 50;
const top = 40;

export function lossCurveSvg({ title, steps, loss, score }: LossCurve): string {
  const lower = top + panelHeight + gap;
  return svgDrawing(width, top + 2 * panelHeight + 2 * gap, title, [
    text(title, left, 24, { size: 16 }),
    ...panel({ name: 'training loss', steps, y: top, faint: loss, bold: runningMean(loss) }),
    ...panel({ name: score.name, steps, y: lower, faint: [], bold: score.readings }),
  ]);
}

interface Panel {
  name: string;
  steps: number;
  y: number;
  faint: readonly LossReading[];
  bold: readonly LossReading[];
}

function panel({ name, steps, y, faint, bold }: Panel): string[] {
  const frame: Frame = { left, right: width - right, top: y, bottom: y + panelHeight };
  const [low, high] = range([...faint, ...bold]);
  const last = Math.max(1, steps);
  const toX = linearScale(0, last, frame.left, frame.right);
  const toY = linearScale(low, high, frame.bottom, frame.top);
  const placed = (readings: readonly LossReading[]): [number, number][] =>
    readings.map(({ step, value }) => [toX(step), toY(Math.min(value, high))]);
  return [
    ...axes({
      frame,
      x: { ticks: linearTicks(0, last, 5, toX), grid: true },
      y: { ticks: linearTicks(low, high, 5, toY), grid: true },
      box: true,
    }),
    text(name, left + 8, y + 18),
    ...(faint.length > 0 ? [line(placed(faint), '#b8c8e8', 1)] : []),
    ...(bold.length > 0 ? [line(placed(bold), '#1f4fa8')] : []),
  ];
}

/** From the least value to the 98th percentile, so that the first steps do not flatten the rest. */
function range(readings: readonly LossReading[]): [number, number] {
  const values = readings
    .map(({ value }) => value)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  if (values.length === 0) return [0, 1];
  const low = values[0]!;
  const high = values[Math.ceil(0.98 * (values.length - 1))]!;
  return high > low ? [low, high] : [low - 0.5, low + 0.5];
}

function runningMean(readings: readonly LossReading[]): LossReading[] {
  const kept = 0.9;
  let sum = 0;
  let weight = 0;
  return readings.map(({ step, value }) => {
    sum = kept * sum + value;
    weight = kept * weight + 1;
    return { step, value: sum / weight };
  });
}
