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

/** For pages and files, or for pages of a telephone's width, where what would stand beside the plot stands above it. */
export type ChartShape = 'wide' | 'narrow';

/** Pixels of a narrow drawing, which is shown about as large. */
export const narrowWidth = 360;
/** What is written is about so wide a letter, and so high a line. */
export const letter = 6.6;
export const lineHeight = 15;

export interface Axes {
  frame: Frame;
  /** Titles as lines: see {@link wrapped}. */
  x: { ticks: readonly Tick[]; grid: boolean; title?: readonly string[] };
  y?: { ticks: readonly Tick[]; grid: boolean; title?: readonly string[] };
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

const roundSteps = [1, 2, 2.5, 5, 10];

/** The least round step, 1, 2, 2.5 or 5 times a power of ten, of which a range has no more than so many. */
export function niceStep(range: number, most: number): number {
  if (!(range > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(range / most));
  const factor = roundSteps.find((one) => range / (one * power) <= most * (1 + 1e-9)) ?? 10;
  return exact(factor * power);
}

/** The round values of a range, `most` parts of it or fewer. */
export function linearTicks(
  low: number,
  high: number,
  most: number,
  scale: Scale,
  label?: (value: number) => string,
): Tick[] {
  return ticksBy(niceStep(high - low, most), low, high, scale, label);
}

/** The multiples of a step in a range. */
export function ticksBy(
  step: number,
  low: number,
  high: number,
  scale: Scale,
  label: (value: number) => string = String,
): Tick[] {
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => {
    const value = exact((first + i) * step);
    return { at: scale(value), label: label(value) };
  });
}

/** Without the digits that binary fractions add; no minus before 0. */
function exact(value: number): number {
  return Number(value.toPrecision(9)) + 0;
}

/** The least end of an axis from 0 that is a round step and not below a value. @param most – steps to there. */
export function niceLimit(value: number, most: number): number {
  if (!(value > 0)) return 1;
  const step = niceStep(value, most);
  return exact(Math.ceil(value / step - 1e-9) * step);
}

export interface ValueRange {
  low: number;
  high: number;
  /** Between ticks. */
  step: number;
}

/** Round bounds about values for curves, whose heights say nothing, unlike those of bars: from 0 only where values come near it. */
export function niceRange(values: readonly number[]): ValueRange {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least >= 0 && (least <= nearZero * most || most - least <= flat * most)) {
    const high = niceLimit(most, 5);
    return { low: 0, high, step: niceStep(high, 5) };
  }
  const step = most > least ? niceStep(most - least, 4) : niceStep(Math.abs(most), 1);
  const first = Math.floor(least / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(most / step - 1e-9));
  return { low: exact(first * step), high: exact(last * step), step };
}

/** Of the greatest value: where the least is below it, the axis begins at 0. */
const nearZero = 0.3;
/** Of the greatest value: differences below it are no more than noise, and its ticks could not be told from each other. */
const flat = 0.02;

/** Words in lines of at most so many pixels; a single word is not cut. */
export function wrapped(words: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length === 0 || longer.length * letter > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

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
  for (const [i, words] of (x.title ?? []).entries())
    parts.push(
      text(words, (left + right) / 2, bottom + 36 + i * lineHeight, { anchor: 'middle', colour: quiet }),
    );
  const above = y?.title ?? [];
  for (const [i, words] of above.entries())
    parts.push(text(words, left, top - 10 - (above.length - 1 - i) * lineHeight, { colour: quiet }));
  return parts.filter((part) => part !== '');
}

export interface LegendEntry {
  name: string;
  colour: string;
}

/** Entries in rows under each other, as many in a row as fit; a name that is longer takes lines. @returns the elements and the height they take. */
export function legend(
  entries: readonly LegendEntry[],
  { left, right, top }: Pick<Frame, 'left' | 'right' | 'top'>,
): { parts: string[]; height: number } {
  const parts: string[] = [];
  let [x, y, row] = [left, top, 0];
  for (const { name, colour } of entries) {
    const lines = wrapped(name, right - left - 17);
    const width = 30 + Math.max(...lines.map((words) => words.length)) * letter;
    if (x > left && x + width > right) {
      x = left;
      y += row;
      row = 0;
    }
    parts.push(`<rect x="${pixels(x)}" y="${pixels(y)}" width="12" height="12" fill="${colour}"/>`);
    parts.push(...lines.map((words, i) => text(words, x + 17, y + 10 + i * lineHeight)));
    row = Math.max(row, legendRow + (lines.length - 1) * lineHeight);
    x += width;
  }
  return { parts, height: y - top + row };
}

const legendRow = 18;
