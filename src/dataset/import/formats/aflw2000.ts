/**
 * Imports AFLW2000-3D (Zhu et al., CVPR 2016): pictures with a MAT-file of the same name, whose `pt3d_68` holds 68 points
 * of a fitted head model, x and y in pixels counted from 1, seen or not: the surface convention. `Pose_Para` (pitch, yaw,
 * roll in radians, translation, scale) stands in the attributes as it is.
 */
import { relative } from 'node:path';
import { silentWork, type Work } from '../../../core/work.js';
import { ibug68 } from '../../../landmarks/sets/ibug68.js';
import { readFileOr } from '../../../node/files.js';
import type { LayeredSample } from '../../store/columns.js';
import { idOf } from '../files/image-files.js';
import { readLabelFile } from '../files/label-file.js';
import { matArray, readMatFile } from '../files/mat/mat-file.js';
import { storableImage } from '../files/storable-image.js';
import { importBeside } from '../import-beside.js';
import type { ImportDefaults, ImportResult } from '../import-dataset.js';
import { faceBox, photographSample } from '../photograph-sample.js';

export interface AflwImportOptions {
  folder: string;
  out: string;
  /** The samples' split (`test` by default). */
  split?: string;
}

export const aflw2000Defaults: Pick<ImportDefaults, 'split'> = { split: 'test' };

export async function importAflw2000(
  options: AflwImportOptions,
  work: Work = silentWork,
): Promise<ImportResult> {
  const { folder, out, split = aflw2000Defaults.split } = options;
  return importBeside(
    {
      folder,
      out,
      landmarks: ibug68,
      conventions: ['surface'],
      format: 'aflw2000',
      told: { split },
      ending: '.mat',
      hint: 'give the folder of AFLW2000-3D',
      // The published archive keeps helper code, with MAT-files of its own, in a folder Code.
      isOwn: (name) => !/^code[\\/]/i.test(name),
      read: (file, imageOf) => readSample(folder, file, split, imageOf),
    },
    work,
  );
}

async function readSample(
  folder: string,
  file: string,
  split: string,
  imageOf: (labels: string) => string,
): Promise<LayeredSample> {
  const variables = readMatFile(await readLabelFile(file, 'the labels'), file);
  const { data } = matArray(variables, 'pt3d_68', [3, 68], file);
  const points = Float32Array.from({ length: 2 * 68 }, (_, i) => data[3 * (i >> 1) + (i % 2)]! - 1);
  const path = imageOf(file);
  const pose = variables.has('Pose_Para') ? matArray(variables, 'Pose_Para', [1, 7], file) : undefined;
  return photographSample({
    id: idOf(folder, file),
    image: await storableImage(await readFileOr(path, 'the image'), path),
    points,
    convention: 'surface',
    box: faceBox(points, file),
    landmarks: ibug68.name,
    split,
    attributes: { source: relative(folder, path), ...(pose && { pose_para: Array.from(pose.data) }) },
  });
}
