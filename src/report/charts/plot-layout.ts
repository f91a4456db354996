/**
 * Where the parts of a chart with a plot lie, in both shapes: the legend above it, titles in lines, and margins which what is
 * written at its ticks fits into.
 */
import {
  type ChartShape,
  type Frame,
  type LegendEntry,
  legend,
  letter,
  lineHeight,
  narrowWidth,
  type Scale,
  type Tick,
  wrapped,
} from './axes.js';

export interface PlotParts {
  /** Pixels of the wide drawing. */
  width: number;
  /** Pixels of the plot alone. */
  height: number;
  names: readonly LegendEntry[];
  /** All that is written at ticks. */
  labels: { x: readonly string[]; y: readonly string[] };
  titles: { x: string; y?: string };
}

export interface PlotLayout {
  width: number;
  height: number;
  frame: Frame;
  /** Elements. */
  legend: string[];
  /** Lines. */
  titles: { x: string[]; y: string[] };
}

/** Pixels between the plot and what is written at its ticks, and from there to the edge. */
const beside = 8;
const edge = 3;
const beyond = 14;
const below = 48;

export function plotLayout(parts: PlotParts, shape: ChartShape): PlotLayout {
  const { labels, names, titles } = parts;
  const narrow = shape === 'narrow';
  const width = narrow ? narrowWidth : parts.width;
  const sides = plotSides(labels, width, shape);
  const entries = legend(names, { left: narrow ? 6 : sides.left, right: sides.right, top: beyond });
  const lines = (title: string): string[] => wrapped(title, sides.right - sides.left);
  const [x, y] = [lines(titles.x), titles.y === undefined ? [] : lines(titles.y)];
  const above = y.length === 0 ? 0 : 16 + (y.length - 1) * lineHeight;
  const top = beyond + 6 + entries.height + above;
  return {
    width,
    height: top + parts.height + below + (x.length - 1) * lineHeight,
    frame: { ...sides, top, bottom: top + parts.height },
    legend: entries.parts,
    titles: { x, y },
  };
}

/** From where to where a plot goes, so that what is written at its ticks is not cut off. */
export function plotSides(
  labels: PlotParts['labels'],
  width: number,
  shape: ChartShape,
): Pick<Frame, 'left' | 'right'> {
  const [left, right] = shape === 'narrow' ? [42, 14] : [60, 24];
  const longest = (of: readonly string[]): number => Math.max(0, ...of.map(({ length }) => letter * length));
  return {
    left: Math.max(left, Math.ceil(beside + longest(labels.y) + edge)),
    // The last one stands about the plot's end.
    right: width - Math.max(right, Math.ceil(longest(labels.x.slice(-1)) / 2 + edge)),
  };
}

/** What is written at ticks, wherever they lie. */
export function labelsOf(ticks: (scale: Scale) => readonly Tick[]): string[] {
  return ticks((value) => value).map(({ label }) => label);
}
