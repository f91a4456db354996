/**
 * Contact sheets: tiles of pictures with their landmarks drawn, to look at before believing any dataset. Points are
 * coloured by visibility: green seen, orange hidden by the face, magenta hidden by something else, blue outside.
 * K landmarks.
 */
import sharp from 'sharp';
import { composeAffine, invertAffine } from '../core/affine.js';
import { LineamentError, StoppedError } from '../core/errors.js';
import { type Image, warpImage } from '../core/image.js';
import { silentWork, type Work } from '../core/work.js';
import type { Convention } from '../landmarks/landmark-set.js';
import { visibility } from '../landmarks/landmark-set.js';
import { decodeImage } from '../node/decode-image.js';
import type { Dataset, Selection } from './store/store.js';

export interface Tile {
  image: Image;
  /** `[K, 2]` pixels of the image; NaN is not drawn. */
  points: Float32Array;
  /** CSS colour of point k. */
  colour: (k: number) => string;
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
  [visibility.hiddenBySelf]: '#fa0',
  [visibility.hiddenByOther]: '#f3f',
  [visibility.outside]: '#48f',
};
const unknownColour = '#3ff';

/** @param points – `[K]` visibility, or null where the source says nothing. */
export function colourByVisibility(points: Uint8Array | null): (k: number) => string {
  return (k) => visibilityColours[points?.[k] ?? -1] ?? unknownColour;
}

/** @returns a PNG. Pictures are fitted into their tiles. */
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
  const canvas = new Uint8Array(width * height * 3);
  const marks: string[] = [];
  for (const [i, { image, points, colour }] of tiles.entries()) {
    const left = (i % columns) * tile;
    const top = Math.floor(i / columns) * tile;
    const step = Math.max(image.width, image.height) / tile;
    const toSource = composeAffine(
      [1, 0, (image.width - 1) / 2, 0, 1, (image.height - 1) / 2],
      [step, 0, (-step * (tile - 1)) / 2, 0, step, (-step * (tile - 1)) / 2],
    );
    const drawn = warpImage(image, toSource, tile, tile, { border: [0, 0, 0] });
    for (let y = 0; y < tile; y++) {
      canvas.set(drawn.data.subarray(y * tile * 3, (y + 1) * tile * 3), ((top + y) * width + left) * 3);
    }
    const [a, , c, , e, f] = invertAffine(toSource);
    for (let k = 0; k * 2 < points.length; k++) {
      const x = a * points[2 * k]! + c;
      const y = e * points[2 * k + 1]! + f;
      if (!(x >= -0.5 && y >= -0.5 && x < tile - 0.5 && y < tile - 0.5)) continue;
      // SVG puts (0, 0) on the corner of the first pixel, we on its centre.
      marks.push(
        `<circle cx="${(left + x + 0.5).toFixed(2)}" cy="${(top + y + 0.5).toFixed(2)}" r="${Math.max(1, tile / 160).toFixed(2)}" fill="${colour(k)}"/>`,
      );
    }
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${marks.join('')}</svg>`;
  return sharp(canvas, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(svg) }])
    .removeAlpha()
    .png()
    .toBuffer();
}

export interface DatasetSheetOptions extends Partial<SheetOptions>, Selection {
  rows?: number;
  /** Which points are drawn: `contour` by default, or `surface` where a sample has no others. */
  points?: Convention | 'none';
}

/** A sheet of samples spread evenly over a dataset or what is selected of it: a hundred by default. @returns a PNG. */
export async function datasetContactSheet(
  dataset: Dataset,
  options: DatasetSheetOptions = {},
  work: Work = silentWork,
): Promise<Buffer> {
  const { rows = 10, columns = 10, tile = 128, points } = options;
  const indices = await dataset.indices(options);
  const wanted = Math.min(rows * columns, indices.length);
  const spread = Array.from(
    { length: wanted },
    (_, i) => indices[Math.floor((i * indices.length) / wanted)]!,
  );
  const tiles: Tile[] = [];
  work.report(0, wanted);
  for (const index of spread) {
    if (work.signal.aborted) throw new StoppedError(`${tiles.length} of ${wanted} pictures are drawn`);
    const [sample] = await dataset.read([index]);
    if (sample === undefined) throw new LineamentError('a sample is missing', { file: dataset.folder });
    const convention = points ?? (sample.points.contour ? 'contour' : 'surface');
    tiles.push({
      image: await decodeImage(sample.image, `${dataset.folder}: sample ${sample.id}`),
      points: (convention === 'none' ? undefined : sample.points[convention]) ?? new Float32Array(0),
      colour: colourByVisibility(sample.visibility),
    });
    work.report(tiles.length, wanted);
  }
  return drawContactSheet(tiles, { columns, tile });
}
