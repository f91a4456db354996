/** Contact sheets of datasets: which samples, which of their points and which part of the picture (room `report` draws). */

import { LineamentError, StoppedError } from '../core/errors.js';
import { evenly } from '../core/numbers/evenly.js';
import { silentWork, type Work } from '../core/work.js';
import type { Convention } from '../landmarks/landmark-set.js';
import { decodeImage } from '../node/pictures/decode-image.js';
import {
  colourByVisibility,
  drawContactSheet,
  type SheetOptions,
  type Tile,
} from '../report/contact-sheet.js';
import { labelFault } from './check-labels.js';
import type { Box, Sample } from './sample.js';
import type { Dataset, Selection } from './store/store.js';

/** Whether sheets show whole pictures or the faces alone; `auto` crops where the face is small. */
export type SheetCrop = 'auto' | 'face' | 'none';
export const sheetCrops: readonly SheetCrop[] = ['auto', 'face', 'none'];

export interface DatasetSheetOptions extends Partial<SheetOptions>, Selection {
  rows?: number;
  /** Which points are drawn: `contour` by default, or `surface` where a sample has no others. */
  points?: Convention | 'none';
  crop?: SheetCrop;
}

/** Of what is left out. */
export const sheetDefaults: Readonly<SheetOptions & { rows: number; crop: SheetCrop }> = {
  rows: 10,
  columns: 10,
  tile: 128,
  crop: 'auto',
};

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
  const { rows, columns, tile, points, crop } = { ...sheetDefaults, ...options };
  const indices = await dataset.indices(options);
  if (indices.length === 0) {
    const asked = [options.split && `in ${options.split}`, options.where && `where ${options.where}`];
    throw new LineamentError(`there is no picture to draw ${asked.filter(Boolean).join(' ')}`.trimEnd(), {
      file: dataset.folder,
      hint:
        options.where !== undefined
          ? 'what the source of a dataset does not say meets no condition'
          : options.split !== undefined
            ? 'name another split, or none for all of them'
            : 'put samples into it: lineament generate, or dataset import',
    });
  }
  const wanted = Math.min(rows * columns, indices.length);
  const spread = evenly(indices.length, wanted).map((place) => indices[place]!);
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
