/**
 * Imports COFW (Burgos-Artizzu et al., ICCV 2013): a MAT-file with the pictures themselves (`IsTr`, a cell each), the
 * faces (`bboxesTr`, x y width height) and the points (`phisTr`: 29 x, 29 y, 29 times whether something hides it), all counted
 * from 1; `…T` in the test file. It is published in MATLAB's version 7.3, which is not read: save it as version 7 first
 * (`mat-file.ts` says how).
 */
import { basename, resolve } from 'node:path';
import sharp from 'sharp';
import { LineamentError } from '../../../core/errors.js';
import { visibility } from '../../../landmarks/landmark-set.js';
import { cofw29 } from '../../../landmarks/sets/annotated-sets.js';
import { readFileOr } from '../../../node/files.js';
import type { LayeredSample } from '../../store/columns.js';
import { type MatArray, type MatValue, matArray, readMatFile } from '../files/mat-file.js';
import { storableImage } from '../files/storable-image.js';
import { type ImportPlan, type ImportResult, importDataset } from '../import-dataset.js';
import { photographSample } from '../photograph-sample.js';

export interface CofwImportOptions extends Pick<ImportPlan, 'signal' | 'onProgress'> {
  file: string;
  out: string;
}

const count = cofw29.points.length;

export async function importCofw(options: CofwImportOptions): Promise<ImportResult> {
  const { file, out, signal, onProgress } = options;
  const variables = readMatFile(await readFileOr(file, 'the labels'), file);
  const isTraining = variables.has('phisTr');
  const end = isTraining ? 'Tr' : 'T';
  const points = matArray(variables, `phis${end}`, [-1, 3 * count], file);
  const boxes = matArray(variables, `bboxes${end}`, [-1, 4], file);
  const pictures = cellsOf(variables, `Is${end}`, file);
  const faces = points.size[0]!;
  if (pictures.length !== faces || boxes.size[0] !== faces)
    throw new LineamentError(
      `has ${pictures.length} pictures, ${faces} rows of points and ${boxes.size[0]} boxes`,
      { file, hint: 'give the file as it was published' },
    );
  const split = isTraining ? 'train' : 'test';
  return importDataset({
    out,
    landmarks: cofw29,
    origin: { kind: 'imported', format: 'cofw', source: resolve(file) },
    items: pictures.map((picture, i) => ({
      file: `${file}: face ${i + 1}`,
      read: () => readSample(picture, row(points, i), row(boxes, i), { file, split, number: i + 1 }),
    })),
    total: faces,
    signal,
    onProgress,
  });
}

function cellsOf(variables: ReadonlyMap<string, MatValue>, name: string, file: string): readonly MatValue[] {
  const value = variables.get(name);
  if (value !== null && typeof value === 'object' && 'cells' in value) return value.cells;
  throw new LineamentError(`has no cells ${name}; it has ${[...variables.keys()].join(', ')}`, {
    file,
    hint: 'give the file as it was published',
  });
}

/** Row i of a matrix: MATLAB keeps columns together. */
function row({ size, data }: MatArray, i: number): number[] {
  return Array.from({ length: size[1]! }, (_, column) => data[column * size[0]! + i]!);
}

async function readSample(
  picture: MatValue,
  values: readonly number[],
  box: readonly number[],
  { file, split, number }: { file: string; split: string; number: number },
): Promise<LayeredSample> {
  const place = `${file}: face ${number}`;
  const [x, y, width, height] = box as [number, number, number, number];
  if (!(width > 0 && height > 0)) throw new LineamentError(`the box has ${width} × ${height} pixels`);
  return photographSample({
    id: `cofw-${split}-${String(number).padStart(4, '0')}`,
    image: await storableImage(await encode(picture, place), place),
    points: Float32Array.from({ length: 2 * count }, (_, i) => values[(i % 2) * count + (i >> 1)]! - 1),
    visibility: Uint8Array.from({ length: count }, (_, k) =>
      values[2 * count + k]! > 0 ? visibility.hiddenByOther : visibility.visible,
    ),
    box: { x: x - 1, y: y - 1, width, height },
    landmarks: cofw29.name,
    split,
    attributes: { source: `${basename(file)}:${number}` },
  });
}

/** A picture as MATLAB holds it, `[W][H]` of each channel after the other, as a PNG file. */
async function encode(picture: MatValue, place: string): Promise<Uint8Array> {
  if (picture === null || typeof picture !== 'object' || !('data' in picture))
    throw new LineamentError('the picture is no array', { file: place });
  const [height, width, channels = 1] = picture.size as [number, number, number?];
  const isPicture = picture.size.length <= 3 && height > 0 && width > 0 && (channels === 1 || channels === 3);
  if (!isPicture) throw new LineamentError(`the picture is ${picture.size.join(' × ')}`, { file: place });
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < pixels.length; i++) {
    const [channel, column, line] = [i % 3, Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    pixels[i] = picture.data[((channels === 3 ? channel : 0) * width + column) * height + line]!;
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
