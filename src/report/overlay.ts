/**
 * Draws points with their uncertainty onto an image, for people to look at. Node only (sharp draws the SVG).
 * K landmarks.
 */
import sharp from 'sharp';
import { affineScale, applyAffine, identityAffine, invertAffine } from '../core/affine.js';
import { type Image, warpImage } from '../core/image.js';
import { type FaceBox, faceCrop } from '../landmarks/face-crop.js';
import { type VisibilityKind, visibility, visibilityKinds } from '../landmarks/landmark-set.js';
import { dot, svgLayer } from './svg.js';

/** Of what people set and of what a model says, in every picture that shows both. */
export const labelledColour = '#2fe36b';
export const predictedColour = '#ff3b6b';
/** RGB of what a crop shows beyond the picture's edge: plain, for edge pixels drawn long look like a fault. */
export const outsideColour = [222, 225, 229] as const;

export interface OverlayMarks {
  /** `[K, 2]` pixels of the image; NaN is not drawn. */
  points: Float32Array;
  /** `[K]` pixels: a circle of this radius is drawn around each point. */
  uncertainty?: Float32Array;
  /** `[K, 4]`: points that are more probably hidden or outside than visible are drawn as such. */
  visibility?: Float32Array | undefined;
  /** Of each point, pixels of the drawing; in proportion to the face where left out. */
  radius?: number;
  /** CSS colour; of visible points where visibility is known. */
  colour: string;
}

/** From one place of the image to another, pixels. */
export interface OverlayLine {
  from: readonly [number, number];
  to: readonly [number, number];
  /** CSS colour. */
  colour: string;
  /** A disc stands at its end, so that a line towards the viewer is seen too. */
  tip?: boolean;
}

export interface OverlayOptions {
  /** Only the square around this box is drawn, on `size` × `size` pixels; else the whole image as it is. */
  window?: { box: FaceBox; enlarge: number; size: number };
  /** Draws a line from each point of the first marks to the same point of the second. */
  join?: boolean;
  /** Drawn above the points. */
  lines?: readonly OverlayLine[];
  /** raw: RGB bytes. */
  format: 'png' | 'jpeg' | 'raw';
}

/** @returns the encoded picture. */
export async function drawOverlay(
  image: Image,
  marks: readonly OverlayMarks[],
  { window, join = false, lines = [], format }: OverlayOptions,
): Promise<Buffer> {
  const toSource = window
    ? faceCrop(window.box, { size: window.size, enlarge: window.enlarge })
    : identityAffine;
  const { width, height, data } = window
    ? warpImage(image, toSource, window.size, window.size, { border: outsideColour })
    : image;
  const toDrawing = invertAffine(toSource);
  const scale = affineScale(toDrawing);
  const placed = marks.map((mark) => ({ ...mark, points: applyAffine(toDrawing, mark.points) }));
  const radii = placed.map(({ points, radius }) => radius ?? dotRadius(points));
  const widest = Math.max(0, ...radii);
  const shapes = [
    ...(join && placed.length >= 2 ? joinLines(placed[0]!.points, placed[1]!.points, widest) : []),
    ...placed.flatMap((mark, i) => markShapes(mark, scale, radii[i]!)),
    ...lines.flatMap(({ from, to, colour, tip = false }) => {
      const ends = applyAffine(toDrawing, Float32Array.of(...from, ...to));
      const wide = Math.max(1.5, widest * 1.5);
      return [strokeLine(ends, colour, wide), ...(tip ? tipDisc(ends, colour, wide) : [])];
    }),
  ];
  const svg = svgLayer(width, height, shapes);
  const drawing = sharp(data, { raw: { width, height, channels: 3 } }).composite([
    { input: Buffer.from(svg) },
  ]);
  if (format === 'raw') return drawing.removeAlpha().raw().toBuffer();
  return format === 'png' ? drawing.png().toBuffer() : drawing.jpeg({ quality: 85 }).toBuffer();
}

/** From this many on, points lie so close that large dots and discs of uncertainty would hide the face. */
const dense = 200;

/** Dots keep their proportion to the face, from a thumbnail to a poster. */
function dotRadius(points: Float32Array): number {
  let [top, bottom] = [Infinity, -Infinity];
  for (let i = 1; i < points.length; i += 2) {
    if (Number.isNaN(points[i])) continue;
    top = Math.min(top, points[i]!);
    bottom = Math.max(bottom, points[i]!);
  }
  const span = Math.max(0, bottom - top);
  return points.length / 2 >= dense ? Math.max(0.6, span / 220) : Math.max(1, span / 120);
}

function markShapes(
  { points, uncertainty, visibility: seen, colour: usual }: OverlayMarks,
  scale: number,
  radius: number,
): string[] {
  const shapes: string[] = [];
  for (let k = 0; k * 2 < points.length; k++) {
    const at = place(points, k);
    if (at === null) continue;
    const kind = seen && likeliest(seen, k);
    const colour = kind === undefined || kind === 'visible' ? usual : hiddenColours[kind];
    const sigma = (uncertainty?.[k] ?? 0) * scale;
    if (sigma > radius) {
      const many = points.length / 2 >= dense;
      const ring = {
        stroke: colour,
        strokeOpacity: many ? 0.12 : 0.5,
        strokeWidth: Number((radius / 3).toFixed(2)),
      };
      shapes.push(dot(at.x, at.y, sigma, { fill: colour, fillOpacity: many ? 0 : 0.12, ...ring }));
    }
    shapes.push(dot(at.x, at.y, radius, { fill: colour }));
  }
  return shapes;
}

/** By the face itself orange, by something else magenta; what is not in the picture blue. */
export const hiddenColours: Readonly<Record<Exclude<VisibilityKind, 'visible'>, string>> = {
  hiddenBySelf: '#ffaa00',
  hiddenByOther: '#ff33ff',
  outside: '#4488ff',
};

/** @param shares – `[K, 4]`. */
function likeliest(shares: Float32Array, k: number): VisibilityKind {
  const share = (kind: VisibilityKind): number => shares[k * visibilityKinds + visibility[kind]]!;
  const hidden = Object.keys(hiddenColours) as (keyof typeof hiddenColours)[];
  return hidden.reduce<VisibilityKind>((best, kind) => (share(kind) > share(best) ? kind : best), 'visible');
}

function joinLines(from: Float32Array, to: Float32Array, radius: number): string[] {
  const lines: string[] = [];
  for (let k = 0; k * 2 < from.length; k++) {
    const a = place(from, k);
    const b = place(to, k);
    if (a === null || b === null) continue;
    lines.push(strokeLine(Float32Array.of(a.x - 0.5, a.y - 0.5, b.x - 0.5, b.y - 0.5), '#fff', radius / 2));
  }
  return lines;
}

/** @param ends – `[2, 2]` pixels of the drawing; nothing is drawn where one of them is nowhere. */
function strokeLine(ends: Float32Array, colour: string, width: number): string {
  const from = place(ends, 0);
  const to = place(ends, 1);
  if (from === null || to === null) return '';
  return `<line x1="${from.x.toFixed(2)}" y1="${from.y.toFixed(2)}" x2="${to.x.toFixed(2)}" y2="${to.y.toFixed(2)}" stroke="${colour}" stroke-width="${width.toFixed(2)}" stroke-linecap="round"/>`;
}

function tipDisc(ends: Float32Array, colour: string, width: number): string[] {
  const at = place(ends, 1);
  if (at === null) return [];
  return [dot(at.x, at.y, 1.6 * width, { fill: colour, stroke: '#fff', strokeWidth: width / 3 })];
}

/** SVG puts (0, 0) on the corner of the first pixel, we on its centre. */
function place(points: Float32Array, k: number): { x: number; y: number } | null {
  const x = points[2 * k]! + 0.5;
  const y = points[2 * k + 1]! + 0.5;
  return Number.isFinite(x + y) ? { x, y } : null;
}
