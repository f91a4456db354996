/**
 * Imports a folder, with its sub-folders, of photographs with `.pts` files beside them (300-W: LFPW, HELEN, AFW, iBug).
 * Points are taken to lie on the upright image, in the visible-contour convention. K landmarks.
 */

import { relative } from 'node:path';
import { silentWork, type Work } from '../../../../core/work.js';
import { openLandmarkSet } from '../../../../face/landmark-set-file.js';
import { defaultLandmarkSet } from '../../../../landmarks/sets/registry.js';
import { readFileOr } from '../../../../node/files.js';
import type { LayeredSample } from '../../../store/columns.js';
import { idOf } from '../../files/image-files.js';
import { readLabelText } from '../../files/label-file.js';
import { parsePts, ptsHint } from '../../files/pts-file.js';
import { storableImage } from '../../files/storable-image.js';
import { importBeside } from '../../import-beside.js';
import type { ImportDefaults, ImportResult } from '../../import-dataset.js';
import { faceBox, type ImportTarget, photographSample } from '../../photograph-sample.js';

export interface PtsImportOptions {
  folder: string;
  /** The dataset's folder: new or empty. */
  out: string;
  /** Name of the landmark set (`ibug68` by default), or the YAML file of one. */
  landmarks?: string;
  /** The samples' split (`test` by default). */
  split?: string;
}

export const ptsDefaults: ImportDefaults = { landmarks: defaultLandmarkSet, split: 'test' };

export async function importPts(options: PtsImportOptions, work: Work = silentWork): Promise<ImportResult> {
  const { folder, out, split = ptsDefaults.split } = options;
  const set = await openLandmarkSet(options.landmarks ?? ptsDefaults.landmarks);
  const target = { folder, landmarks: set.name, pointCount: set.points.length, split };
  return importBeside(
    {
      folder,
      out,
      landmarks: set,
      format: 'pts',
      told: { landmarks: set.name, split },
      ending: '.pts',
      hint: ptsHint,
      read: (file, imageOf) => readSample(file, imageOf, target),
    },
    work,
  );
}

async function readSample(
  file: string,
  imageOf: (labels: string) => string,
  { folder, landmarks, pointCount, split }: ImportTarget & { folder: string },
): Promise<LayeredSample> {
  const text = await readLabelText(file, 'the points');
  const points = parsePts(text, file, pointCount);
  const imageFile = imageOf(file);
  const image = await storableImage(await readFileOr(imageFile, 'the image'), imageFile);
  return photographSample({
    id: idOf(folder, file),
    image,
    points,
    box: faceBox(points, file),
    landmarks,
    split,
    attributes: { source: relative(folder, imageFile) },
  });
}
