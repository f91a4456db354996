/**
 * Imports MERL-RAV (Kumar et al., CVPR 2020) as its own script lays it out: pictures of AFLW with `.pts` files of 68
 * points beside them, below `trainset` and `testset`. A point with negative coordinates is hidden by something else and
 * stands at their absolute values; −1 −1 is hidden by the face itself and has no place. Coordinates are taken to be
 * counted from 1, as in other `.pts` files; the description does not say.
 */
import { relative } from 'node:path';
import { silentWork, type Work } from '../../../../core/work.js';
import { visibility } from '../../../../landmarks/landmark-set.js';
import { ibug68 } from '../../../../landmarks/sets/ibug68.js';
import { readFileOr } from '../../../../node/files.js';
import type { LayeredSample } from '../../../store/columns.js';
import { idOf } from '../../files/image-files.js';
import { readLabelText } from '../../files/label-file.js';
import { parsePtsRows } from '../../files/pts-file.js';
import { storableImage } from '../../files/storable-image.js';
import { importBeside } from '../../import-beside.js';
import type { ImportResult } from '../../import-dataset.js';
import { faceBox, photographSample } from '../../photograph-sample.js';

export interface MerlRavImportOptions {
  folder: string;
  out: string;
}

export async function importMerlRav(
  { folder, out }: MerlRavImportOptions,
  work: Work = silentWork,
): Promise<ImportResult> {
  return importBeside(
    {
      folder,
      out,
      landmarks: ibug68,
      missingPoints: 'allowed',
      format: 'merl-rav',
      ending: '.pts',
      hint: 'give the folder that the script of MERL-RAV made of its labels and the pictures of AFLW',
      read: (file, imageOf) => readSample(folder, file, imageOf),
    },
    work,
  );
}

async function readSample(
  folder: string,
  file: string,
  imageOf: (labels: string) => string,
): Promise<LayeredSample> {
  const rows = parsePtsRows(await readLabelText(file, 'the points'), file, 68);
  const seen = new Uint8Array(68);
  const points = new Float32Array(2 * 68);
  for (let k = 0; k < 68; k++) {
    const [x, y] = [rows[2 * k]!, rows[2 * k + 1]!];
    const nowhere = x === -1 && y === -1;
    if (nowhere) seen[k] = visibility.hiddenBySelf;
    else if (x < 0 || y < 0) seen[k] = visibility.hiddenByOther;
    points.set(nowhere ? [Number.NaN, Number.NaN] : [Math.abs(x) - 1, Math.abs(y) - 1], 2 * k);
  }
  const path = imageOf(file);
  const source = relative(folder, path);
  const names = source.toLowerCase().split(/[\\/]/);
  return photographSample({
    id: idOf(folder, file),
    image: await storableImage(await readFileOr(path, 'the image'), path),
    points,
    visibility: seen,
    box: faceBox(points, file),
    landmarks: ibug68.name,
    split: names.includes('testset') ? 'test' : 'train',
    attributes: { source, view: names.find((name) => views.includes(name)) ?? null },
  });
}

/** The folders by head pose. */
const views = ['frontal', 'left', 'lefthalf', 'right', 'righthalf'];
