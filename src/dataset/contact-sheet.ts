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
import { labelFault } from './check-labels.js';
import type { Box, Sample } from './sample.js';
import type { Dataset, Selection } from './store/store.js';

export interface Tile {
  image: Image;
  /** `[K, 2]` pixels of the image; NaN is not drawn. */
  points: Float32Array;
  /** CSS colour of point k. */
  colour: (k: number) => string;
  /** The part of the image that is shown; all of it by default. */
  part?: Box;
}

/** Whether sheets show whole pictures or the faces alone; `auto` crops where the face is small. */
export type SheetCrop = 'auto' | 'face' | 'none';
export const sheetCrops: readonly SheetCrop[] = ['auto', 'face', 'none'];

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

/** @returns a PNG. Pictures, or the parts of them that are shown, are fitted into their tiles. */
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
  /** `auto` by default. */
  crop?: SheetCrop;
}

/** A face whose box is less than this share of the picture's longer side is a blot of points on a tile. */
const smallFace = 0.4;
/** Side of the crop over the longer side of the box. */
const aroundFace = 1.6;

/** The square around the face of a sample, inside of the picture as far as that goes; undefined: show all of it. */
export function partToShow(
  sample: Pick<Sample, 'width' | 'height' | 'box' | 'points' | 'pupils'>,
  crop: SheetCrop,
): Box | undefined {
  const { width, height, box } = sample;
  const face = Math.max(box.width, box.height);
  if (crop === 'none' || (crop === 'auto' && face >= smallFace * Math.max(width, height))) return undefined;
  // Broken labels show nothing of the face: the whole picture shows more of what is wrong.
  if (labelFault(sample) !== null) return undefined;
  const side = aroundFace * face;
  const place = (start: number, length: number, all: number): number => {
    const centred = start + length / 2 - side / 2;
    return side > all ? centred : Math.min(Math.max(centred, -0.5), all - 0.5 - side);
  };
  return {
    x: place(box.x, box.width, width),
    y: place(box.y, box.height, height),
    width: side,
    height: side,
  };
}

/** A sheet of samples spread evenly over a dataset or what is selected of it: a hundred by default. @returns a PNG. */
export async function datasetContactSheet(
  dataset: Dataset,
  options: DatasetSheetOptions = {},
  work: Work = silentWork,
): Promise<Buffer> {
  const { rows = 10, columns = 10, tile = 128, points, crop = 'auto' } = options;
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
    const part = partToShow(sample, crop);
    tiles.push({
      ...(part && { part }),
      image: await decodeImage(sample.image, `${dataset.folder}: sample ${sample.id}`),
      points: (convention === 'none' ? undefined : sample.points[convention]) ?? new Float32Array(0),
      colour: colourByVisibility(sample.visibility),
    });
    work.report(tiles.length, wanted);
  }
  return drawContactSheet(tiles, { columns, tile });
}
