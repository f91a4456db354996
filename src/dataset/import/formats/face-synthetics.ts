/**
 * Imports a folder of Microsoft's FaceSynthetics (README of its repository): `000000.png` with `000000_ldmks.txt` of 70
 * rows `x y`: 68 points and the pupils, the right one first. Its points are projections of points of the head, seen or
 * not: the surface convention. The segmentation (`000000_seg.png`) has classes of its own and is left aside.
 */
import { relative, resolve } from 'node:path';
import { LineamentError } from '../../../core/errors.js';
import { silentWork, type Work } from '../../../core/work.js';
import { ibug68 } from '../../../landmarks/sets/ibug68.js';
import { readFileOr } from '../../../node/files.js';
import type { LayeredSample } from '../../store/columns.js';
import { readLabelText } from '../files/label-file.js';
import { listFiles } from '../files/list-files.js';
import { storableImage } from '../files/storable-image.js';
import { type ImportDefaults, type ImportResult, importDataset } from '../import-dataset.js';
import { faceBox, photographSample } from '../photograph-sample.js';

export interface FaceSyntheticsImportOptions {
  folder: string;
  out: string;
  /** The samples' split (`train` by default: the set has no parts). */
  split?: string;
}

const ending = '_ldmks.txt';

export const faceSyntheticsDefaults: Pick<ImportDefaults, 'split'> = { split: 'train' };

export async function importFaceSynthetics(
  options: FaceSyntheticsImportOptions,
  work: Work = silentWork,
): Promise<ImportResult> {
  const { folder, out, split = faceSyntheticsDefaults.split } = options;
  const labels = (await listFiles(folder, work.signal)).filter((file) => file.endsWith(ending));
  if (labels.length === 0)
    throw new LineamentError(`there is no file *${ending} in the folder`, {
      file: folder,
      hint: 'give the folder of FaceSynthetics',
    });
  return importDataset(
    {
      out,
      landmarks: ibug68,
      conventions: ['surface'],
      origin: { kind: 'imported', format: 'facesynthetics', source: resolve(folder), split },
      items: labels.map((file) => ({ file, read: () => readSample(file, folder, split) })),
      total: labels.length,
    },
    work,
  );
}

async function readSample(file: string, folder: string, split: string): Promise<LayeredSample> {
  const all = parseRows(await readLabelText(file, 'the points'), file);
  const path = `${file.slice(0, -ending.length)}.png`;
  const image = await storableImage(await readFileOr(path, 'the image'), path);
  const points = all.slice(0, 2 * 68);
  return photographSample({
    id: relative(folder, file).slice(0, -ending.length).split('\\').join('/'),
    image,
    points,
    convention: 'surface',
    pupils: all.slice(2 * 68),
    box: faceBox(points, file),
    landmarks: ibug68.name,
    split,
    attributes: { source: relative(folder, path) },
  });
}

/** @returns `[70, 2]`. */
function parseRows(text: string, file: string): Float32Array {
  const rows = text.split('\n').filter((line) => line.trim() !== '');
  if (rows.length !== 70)
    throw new LineamentError(`has ${rows.length} rows, not 70`, { file, hint: 'fetch the file again' });
  const values = rows.flatMap((row, k) => {
    const pair = row
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    if (pair.length === 2 && pair.every(Number.isFinite)) return pair;
    throw new LineamentError(`row ${k + 1} is '${row.trim()}', not two numbers`, {
      file,
      hint: 'correct the row',
    });
  });
  return Float32Array.from(values);
}
