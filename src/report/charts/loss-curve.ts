/**
 * The loss curve as an SVG that any browser opens: training loss (each reading and a running mean) above, a validation
 * score below, over the steps. Safe to write at every checkpoint.
 */

import { line, svgDrawing, text } from '../svg.js';
import {
  axes,
  type ChartShape,
  type Frame,
  linearScale,
  linearTicks,
  lineHeight,
  narrowWidth,
  type Scale,
  type Tick,
  wrapped,
} from './axes.js';
import { labelsOf, plotSides } from './plot-layout.js';

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

const panelHeight = 240;
const gap = 50;
const above = 40;
/** Of the title's letters. */
const titleSize = 16;

export function lossCurveSvg({ title, steps, loss, score }: LossCurve, shape: ChartShape = 'wide'): string {
  const panels = [
    panelOf('training loss', steps, loss, runningMean(loss)),
    panelOf(score.name, steps, [], score.readings),
  ] as const;
  const width = shape === 'narrow' ? narrowWidth : 900;
  const y = panels.flatMap(({ values }) => labelsOf(values));
  // Under each other, so with the same margins.
  const sides = plotSides({ x: labelsOf(panels[0].counts), y }, width, shape);
  const words = wrapped(title, ((width - 2 * edge) * 12) / titleSize);
  const first = above + (words.length - 1) * titleLine;
  const tops = [first, first + panelHeight + gap] as const;
  return svgDrawing(width, first + 2 * panelHeight + 2 * gap, title, [
    ...words.map((line, i) =>
      text(line, shape === 'narrow' ? edge : sides.left, 24 + i * titleLine, { size: titleSize }),
    ),
    ...panels.flatMap((panel, i) =>
      panelParts(panel, { ...sides, top: tops[i]!, bottom: tops[i]! + panelHeight }),
    ),
  ]);
}

const edge = 6;
const titleLine = lineHeight + 5;

interface Panel {
  name: string;
  faint: readonly LossReading[];
  bold: readonly LossReading[];
  /** The last step, and the bounds of the values. */
  last: number;
  low: number;
  high: number;
  counts(toX: Scale): Tick[];
  values(toY: Scale): Tick[];
}

function panelOf(
  name: string,
  steps: number,
  faint: readonly LossReading[],
  bold: readonly LossReading[],
): Panel {
  const [low, high] = range([...faint, ...bold]);
  const last = Math.max(1, steps);
  return {
    ...{ name, faint, bold, last, low, high },
    counts: (toX) => linearTicks(0, last, 5, toX),
    values: (toY) => linearTicks(low, high, 5, toY),
  };
}

function panelParts({ name, faint, bold, last, low, high, counts, values }: Panel, frame: Frame): string[] {
  const toX = linearScale(0, last, frame.left, frame.right);
  const toY = linearScale(low, high, frame.bottom, frame.top);
  const placed = (readings: readonly LossReading[]): [number, number][] =>
    readings.map(({ step, value }) => [toX(step), toY(Math.min(value, high))]);
  return [
    ...axes({
      frame,
      x: { ticks: counts(toX), grid: true, title: ['steps'] },
      y: { ticks: values(toY), grid: true },
      box: true,
    }),
    text(name, frame.left + 8, frame.top + 18),
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
