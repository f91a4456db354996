/**
 * Contact sheets: tiles of pictures with their landmarks drawn, to look at before believing any dataset. Points are
 * coloured by visibility: green seen, orange hidden by the face, magenta hidden by something else, blue outside.
 * K landmarks. Node only (sharp draws).
 */
import sharp from 'sharp';
import { composeAffine, invertAffine } from '../core/affine.js';
import { LineamentError } from '../core/errors.js';
import { type Image, warpImage } from '../core/image.js';
import type { FaceBox } from '../landmarks/face-crop.js';
import { visibility } from '../landmarks/landmark-set.js';
import { hiddenColours, outsideColour } from './overlay.js';
import { dot, svgLayer } from './svg.js';

export interface Tile {
  image: Image;
  /** `[K, 2]` pixels of the image; NaN is not drawn. */
  points: Float32Array;
  /** CSS colour of point k. */
  colour: (k: number) => string;
  /** The part of the image that is shown; all of it by default. */
  part?: FaceBox;
}

export interface SheetOptions {
  /** Tiles in a row. */
  columns: number;
  /** Side of a tile, pixels. */
  tile: number;
}

/** Pixels; what viewers still open. */
const smallestTile = 8;
const largestSide = 16384;

const visibilityColours: Record<number, string> = {
  [visibility.visible]: '#3f3',
  [visibility.hiddenBySelf]: hiddenColours.hiddenBySelf,
  [visibility.hiddenByOther]: hiddenColours.hiddenByOther,
  [visibility.outside]: hiddenColours.outside,
};
const unknownColour = '#3ff';

/** @param points – `[K]` visibility, or null where the source says nothing. */
export function colourByVisibility(points: Uint8Array | null): (k: number) => string {
  return (k) => visibilityColours[points?.[k] ?? -1] ?? unknownColour;
}

/** What stands where there is no picture. */
export function emptyPicture(width: number, height: number): Image {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => outsideColour[i % 3]!);
  return { width, height, channels: 3, data };
}

/** @returns a PNG. Pictures, or the parts of them that are shown, are fitted into their tiles; what shows no picture is light. */
export async function drawContactSheet(
  tiles: readonly Tile[],
  { columns, tile }: SheetOptions,
): Promise<Buffer> {
  if (tiles.length === 0) throw new LineamentError('contact sheet: there are no pictures to draw');
  const across = Math.min(columns, tiles.length);
  const width = across * tile;
  const height = Math.ceil(tiles.length / columns) * tile;
  if (tile < smallestTile || Math.max(width, height) > largestSide)
    throw new LineamentError(
      `contact sheet: ${tiles.length} pictures of ${tile} pixels would be ${width} × ${height} pixels`,
      {
        hint: `choose tiles of at least ${smallestTile} pixels and a sheet of at most ${largestSide} a side`,
      },
    );
  // Cells behind the last picture stay so.
  const canvas = emptyPicture(width, height).data;
  const marks: string[] = [];
  for (const [i, { image, points, colour, part }] of tiles.entries()) {
    const left = (i % columns) * tile;
    const top = Math.floor(i / columns) * tile;
    const {
      x,
      y,
      width: w,
      height: h,
    } = part ?? { x: -0.5, y: -0.5, width: image.width, height: image.height };
    const step = Math.max(w, h) / tile;
    const toSource = composeAffine(
      [1, 0, x + w / 2, 0, 1, y + h / 2],
      [step, 0, (-step * (tile - 1)) / 2, 0, step, (-step * (tile - 1)) / 2],
    );
    const drawn = warpImage(image, toSource, tile, tile, { border: outsideColour });
    for (let y = 0; y < tile; y++) {
      canvas.set(drawn.data.subarray(y * tile * 3, (y + 1) * tile * 3), ((top + y) * width + left) * 3);
    }
    const [a, , c, , e, f] = invertAffine(toSource);
    for (let k = 0; k * 2 < points.length; k++) {
      const x = a * points[2 * k]! + c;
      const y = e * points[2 * k + 1]! + f;
      if (!(x >= -0.5 && y >= -0.5 && x < tile - 0.5 && y < tile - 0.5)) continue;
      // SVG puts (0, 0) on the corner of the first pixel, we on its centre.
      marks.push(dot(left + x + 0.5, top + y + 0.5, Math.max(1, tile / 160), { fill: colour(k) }));
    }
  }
  const svg = svgLayer(width, height, marks);
  return sharp(canvas, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(svg) }])
    .removeAlpha()
    .png()
    .toBuffer();
}
