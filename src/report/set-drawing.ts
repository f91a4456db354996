/**
 * Draws a landmark set on heads as SVG: each head as a relief (an embedded JPEG), the points in the colours of their
 * regions, hidden ones hollow. Node only (sharp writes the JPEG).
 */
import sharp from 'sharp';
import type { LandmarkSet, Region } from '../landmarks/landmark-set.js';
import { dot, svgDrawing, text } from './svg.js';

/** What is written at each point. */
export const setMarks = ['none', 'indices', 'names'] as const;
export type SetMarks = (typeof setMarks)[number];

/** A set on a head, as it is seen. */
export interface SeenSet {
  width: number;
  height: number;
  /** Pixels a centimetre. */
  zoom: number;
  /** `[H, W]` grey. */
  relief: Uint8Array;
  /** K, in pixels. */
  points: readonly { x: number; y: number; hidden: boolean }[];
}

export interface SetDrawing {
  width: number;
  height: number;
  /** SVG elements. */
  body: readonly string[];
}

const regionColours: Readonly<Record<Region, string>> = {
  contour: '#e41a1c',
  brows: '#1a9641',
  nose: '#2166ff',
  eyes: '#ffd500',
  mouth: '#d0119b',
  skin: '#00c8d7',
  ears: '#ff8c00',
};

export async function drawSet(
  { points, mirror }: LandmarkSet,
  seen: SeenSet,
  marks: SetMarks = 'none',
): Promise<SetDrawing> {
  const { width, height, zoom } = seen;
  const jpeg = await sharp(seen.relief, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 72 })
    .toBuffer();
  const image = `<image width="${width}" height="${height}" href="data:image/jpeg;base64,${jpeg.toString('base64')}"/>`;
  const radius = (zoom / 24) * (points.length > 300 ? 1.4 : 2.2);
  const dots = seen.points.flatMap(({ x, y, hidden }, i) => {
    const { name, region } = points[i]!;
    const colour = regionColours[region];
    const title = `${i} ${name}, mirror ${mirror[i]}`;
    if (hidden)
      return dot(x, y, radius, {
        fill: 'none',
        stroke: colour,
        strokeOpacity: 0.45,
        strokeWidth: 0.7,
        title,
      });
    const circle = dot(x, y, radius, { fill: colour, title });
    if (marks === 'none') return circle;
    const style = { size: Number((zoom * 0.22).toFixed(1)), colour: '#fff' };
    return [circle, text(marks === 'indices' ? String(i) : name, x + radius + 0.5, y + 2, style)];
  });
  return { width, height, body: [image, ...dots] };
}

/** Drawings side by side as one SVG file, each with its title. @param name – the set's. */
export function layOutDrawings(
  name: string,
  drawings: readonly { title: string; drawing: SetDrawing }[],
  columns = 3,
): string {
  const titleHeight = 22;
  const cell = {
    width: Math.max(...drawings.map(({ drawing }) => drawing.width)),
    height: Math.max(...drawings.map(({ drawing }) => drawing.height)) + titleHeight,
  };
  const width = cell.width * Math.min(columns, drawings.length);
  const height = cell.height * Math.ceil(drawings.length / columns);
  const cells = drawings.flatMap(({ title, drawing }, i) => {
    const [x, y] = [(i % columns) * cell.width, Math.floor(i / columns) * cell.height];
    return [
      text(title, x + 8, y + 16, { size: 13 }),
      `<svg x="${x}" y="${y + titleHeight}" width="${drawing.width}" height="${drawing.height}">`,
      ...drawing.body,
      '</svg>',
    ];
  });
  return svgDrawing(width, height, name, cells, 'fixed');
}
