/**
 * What all our charts share: scales, grid, ticks, axis titles, legends. A chart is a list of SVG elements (`svg.ts`) laid over
 * `axes`.
 */
import { pixels, text } from '../svg.js';

/** Pixels of the drawing: where the plot lies in it. */
export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Tick {
  /** Pixels along the axis. */
  at: number;
  /** Nothing is written where it is empty. */
  label: string;
}

/** From a value to pixels. */
export type Scale = (value: number) => number;

export interface Axes {
  frame: Frame;
  x: { ticks: readonly Tick[]; grid: boolean; title?: string | undefined };
  y?: { ticks: readonly Tick[]; grid: boolean; title?: string | undefined };
  /** Whether a line runs around the plot. */
  box?: boolean;
}

const quiet = '#51606f';
const gridColour = '#e3e7ec';
const boxColour = '#8794a5';

/** Straight from one range to another; `from` may be above `to`, as it is for heights. */
export function linearScale(low: number, high: number, from: number, to: number): Scale {
  return (value) => from + ((to - from) * (value - low)) / (high - low);
}

/** `count` steps from the least value to the greatest. */
export function linearTicks(
  low: number,
  high: number,
  count: number,
  scale: Scale,
  label: (value: number) => string = plainNumber,
): Tick[] {
  return Array.from({ length: count + 1 }, (_, i) => {
    const value = low + ((high - low) * i) / count;
    return { at: scale(value), label: label(value) };
  });
}

/** Two decimals at most, none that say nothing. */
export function plainNumber(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** The least round number that is not below a value: 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten. */
export function niceLimit(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step =
    [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= value * (1 - 1e-9)) ?? 10;
  return Number((step * power).toPrecision(6));
}

export interface ValueRange {
  low: number;
  high: number;
  /** Parts between ticks. */
  steps: number;
}

/** Round bounds about values for curves, whose heights say nothing, unlike those of bars: from 0 only where values come near it. */
export function niceRange(values: readonly number[]): ValueRange {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least >= 0 && (least <= nearZero * most || most - least <= flat * most))
    return { low: 0, high: niceLimit(most), steps: 4 };
  const step = niceLimit((most - least) / 4 || Math.abs(most));
  const first = Math.floor(least / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(most / step - 1e-9));
  const bound = (number: number): number => Number((number * step).toPrecision(6));
  return { low: bound(first), high: bound(last), steps: last - first };
}

/** Of the greatest value: where the least is below it, the axis begins at 0. */
const nearZero = 0.3;
/** Of the greatest value: differences below it are no more than noise, and its ticks could not be told from each other. */
const flat = 0.02;

/** Grid, ticks and titles of a plot: below it and on its left. */
export function axes({ frame, x, y, box = false }: Axes): string[] {
  const { left, right, top, bottom } = frame;
  const parts: string[] = [];
  for (const { at, label } of x.ticks) {
    const place = pixels(at);
    parts.push(
      x.grid
        ? `<path class="grid" d="M${place} ${pixels(top)}V${pixels(bottom)}" stroke="${gridColour}"/>`
        : `<path d="M${place} ${pixels(bottom)}v5" stroke="${boxColour}"/>`,
      text(label, at, bottom + 18, { anchor: 'middle', colour: quiet }),
    );
  }
  for (const { at, label } of y?.ticks ?? []) {
    if (y?.grid)
      parts.push(
        `<path class="grid" d="M${pixels(left)} ${pixels(at)}H${pixels(right)}" stroke="${gridColour}"/>`,
      );
    parts.push(text(label, left - 8, at + 4, { anchor: 'end', colour: quiet }));
  }
  if (box)
    parts.push(
      `<rect x="${pixels(left)}" y="${pixels(top)}" width="${pixels(right - left)}" height="${pixels(bottom - top)}" fill="none" stroke="${boxColour}"/>`,
    );
  if (x.title)
    parts.push(text(x.title, (left + right) / 2, bottom + 36, { anchor: 'middle', colour: quiet }));
  if (y?.title) parts.push(text(y.title, left, top - 10, { colour: quiet }));
  return parts.filter((part) => part !== '');
}

export interface LegendEntry {
  name: string;
  colour: string;
}

/** Entries in rows under each other, as many in a row as fit. @returns the elements and the height they take. */
export function legend(
  entries: readonly LegendEntry[],
  { left, right, top }: Pick<Frame, 'left' | 'right' | 'top'>,
): { parts: string[]; height: number } {
  const parts: string[] = [];
  let x = left;
  let y = top;
  for (const { name, colour } of entries) {
    const width = 30 + name.length * 6.6;
    if (x > left && x + width > right) {
      x = left;
      y += legendRow;
    }
    parts.push(`<rect x="${pixels(x)}" y="${pixels(y)}" width="12" height="12" fill="${colour}"/>`);
    parts.push(text(name, x + 17, y + 10));
    x += width;
  }
  return { parts, height: entries.length === 0 ? 0 : y - top + legendRow };
}

const legendRow = 18;
