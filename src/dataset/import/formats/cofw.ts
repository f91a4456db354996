/**
 * Imports COFW (Burgos-Artizzu et al., ICCV 2013): a MAT-file with the pictures themselves (`IsTr`, a cell each), the
 * faces (`bboxesTr`, x y width height) and the points (`phisTr`: 29 x, 29 y, 29 times whether something hides it), all counted
 * from 1; `…T` in the test file. It is published in MATLAB's version 7.3, which is not read: save it as version 7 first
 * (`mat-file.ts` says how).
 */
import { basename, resolve } from 'node:path';
import { LineamentError } from '../../../core/errors.js';
import { silentWork, type Work } from '../../../core/work.js';
import { visibility } from '../../../landmarks/landmark-set.js';
import { cofw29 } from '../../../landmarks/sets/annotated-sets.js';
import { readFileOr } from '../../../node/files.js';
import type { LayeredSample } from '../../store/columns.js';
import { type MatValue, matArray, matRow, readMatFile } from '../files/mat/mat-file.js';
import { matPicture, matPictures } from '../files/mat/mat-picture.js';
import { storableImage } from '../files/storable-image.js';
import { type ImportResult, importDataset } from '../import-dataset.js';
import { photographSample } from '../photograph-sample.js';

export interface CofwImportOptions {
  file: string;
  out: string;
}

const count = cofw29.points.length;

export async function importCofw(options: CofwImportOptions, work: Work = silentWork): Promise<ImportResult> {
  const { file, out } = options;
  const variables = readMatFile(await readFileOr(file, 'the labels'), file);
  const isTraining = variables.has('phisTr');
  const end = isTraining ? 'Tr' : 'T';
  const points = matArray(variables, `phis${end}`, [-1, 3 * count], file);
  const boxes = matArray(variables, `bboxes${end}`, [-1, 4], file);
  const pictures = matPictures(variables, `Is${end}`, file);
  const faces = points.size[0]!;
  if (pictures.length !== faces || boxes.size[0] !== faces)
    throw new LineamentError(
      `has ${pictures.length} pictures, ${faces} rows of points and ${boxes.size[0]} boxes`,
      { file, hint: 'give the file as it was published' },
    );
  const split = isTraining ? 'train' : 'test';
  return importDataset(
    {
      out,
      landmarks: cofw29,
      origin: { kind: 'imported', format: 'cofw', source: resolve(file) },
      items: pictures.map((picture, i) => ({
        file: `${file}: face ${i + 1}`,
        read: () => readSample(picture, matRow(points, i), matRow(boxes, i), { file, split, number: i + 1 }),
      })),
      total: faces,
    },
    work,
  );
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
    image: await storableImage(await matPicture(picture, place), place),
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
