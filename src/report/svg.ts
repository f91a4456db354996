/**
 * What all that we draw is made of: SVG elements, and the drawing around them. Text from outside becomes SVG only through
 * {@link text} and {@link dot}.
 *
 * Drawings keep a white ground of their own: their colours are chosen for it, and their files open anywhere. A dark page takes
 * the ground away and turns light and dark round (`html-page.ts`).
 */
import { escapeMarkup } from '../core/text/escape-markup.js';

/** What is written, the axes, and what they mark. */
export const ink = '#1c2430';

/**
 * A whole drawing. @param body – SVG elements, made by this file's functions or out of numbers and colours of our own.
 * @param size – fixed: as many pixels; else as large as the page lets it be.
 */
export function svgDrawing(
  width: number,
  height: number,
  title: string,
  body: readonly string[],
  size: 'fixed' | 'fluid' = 'fluid',
): string {
  const fixed = size === 'fixed' ? ` width="${width}" height="${height}"` : '';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg"${fixed} viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${escapeMarkup(title)}</title>`,
    `<rect class="ground" width="${width}" height="${height}" fill="#fff"/>`,
    ...body,
    '</svg>\n',
  ].join('\n');
}

/** Elements to be laid over a picture of this size. */
export function svgLayer(width: number, height: number, body: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body.join('')}</svg>`;
}

export interface TextStyle {
  anchor?: 'start' | 'middle' | 'end';
  colour?: string;
  size?: number;
}

/** Text at a place; nothing where it is empty. */
export function text(words: string, x: number, y: number, style: TextStyle = {}): string {
  if (words === '') return '';
  const { anchor = 'start', colour = ink, size } = style;
  const placed = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  const sized = size === undefined ? '' : ` font-size="${size}"`;
  return `<text x="${pixels(x)}" y="${pixels(y)}"${placed}${sized} fill="${colour}">${escapeMarkup(words)}</text>`;
}

/** @param points – pixels. */
export function line(points: readonly (readonly [number, number])[], colour: string, width = 2): string {
  return `<polyline points="${path(points)}" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
}

/** A filled band. @param points – pixels, around it. */
export function band(points: readonly (readonly [number, number])[], colour: string): string {
  return `<polygon points="${path(points)}" fill="${colour}" fill-opacity="0.15"/>`;
}

export interface DotStyle {
  fill: string;
  fillOpacity?: number;
  stroke?: string;
  strokeOpacity?: number;
  strokeWidth?: number;
  /** Shown where the pointer rests on it. */
  title?: string;
}

/** A disc or a ring. @param radius – pixels. */
export function dot(x: number, y: number, radius: number, style: DotStyle): string {
  const { fill, fillOpacity, stroke, strokeOpacity, strokeWidth, title } = style;
  const attributes = Object.entries({
    fill,
    'fill-opacity': fillOpacity,
    stroke,
    'stroke-opacity': strokeOpacity,
    'stroke-width': strokeWidth,
  }).flatMap(([name, value]) => (value === undefined ? [] : ` ${name}="${value}"`));
  const open = `<circle cx="${x.toFixed(2)}" cy="${y.toFixed(2)}" r="${radius.toFixed(2)}"${attributes.join('')}`;
  return title === undefined ? `${open}/>` : `${open}><title>${escapeMarkup(title)}</title></circle>`;
}

function path(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y]) => `${pixels(x)},${pixels(y)}`).join(' ');
}

/** A tenth of a pixel is enough. */
export function pixels(value: number): string {
  return value.toFixed(1);
}
