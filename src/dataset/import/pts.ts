/**
 * Imports a folder, with its sub-folders, of photographs with `.pts` files beside them (300-W: LFPW, HELEN, AFW, iBug).
 * Points are taken to lie on the upright image, in the visible-contour convention. K landmarks.
 */
import { readdir } from 'node:fs/promises';
import { join, parse, relative, resolve } from 'node:path';
import { LineamentError } from '../../core/errors.js';
import { readFileOr, readTextOr } from '../../core/files.js';
import { tightBox } from '../../landmarks/face-crop.js';
import type { LayeredSample } from '../columns.js';
import { openLandmarkSet } from '../landmark-set-file.js';
import { type ImportPlan, type ImportResult, importDataset } from './import-dataset.js';
import { type ImportTarget, photographSample } from './photograph-sample.js';
import { parsePts } from './pts-file.js';
import { storableImage } from './storable-image.js';

export interface PtsImportOptions extends Pick<ImportPlan, 'signal' | 'onProgress'> {
  folder: string;
  /** The dataset's folder: new or empty. */
  out: string;
  /** Name of the landmark set (`ibug68` by default), or the YAML file of one. */
  landmarks?: string;
  /** The samples' split (`test` by default). */
  split?: string;
}

const imageEndings = ['.jpg', '.jpeg', '.png', '.webp', '.tif', '.tiff'];

export async function importPts(options: PtsImportOptions): Promise<ImportResult> {
  const { folder, out, split = 'test', signal, onProgress } = options;
  const set = await openLandmarkSet(options.landmarks ?? 'ibug68');
  const landmarks = set.name;
  const pointCount = set.points.length;
  const files = await listFiles(folder);
  const labels = files.filter((file) => file.toLowerCase().endsWith('.pts'));
  if (labels.length === 0) {
    throw new LineamentError('there is no .pts file in the folder', {
      file: folder,
      mend: 'give the folder that holds the images and their .pts files',
    });
  }
  const images = new Map<string, string[]>();
  for (const file of files) {
    if (!imageEndings.includes(parse(file).ext.toLowerCase())) continue;
    images.set(stemOf(file), [...(images.get(stemOf(file)) ?? []), file]);
  }
  const items = labels.map((file) => ({
    file,
    read: () => readSample(file, images.get(stemOf(file)) ?? [], { folder, landmarks, pointCount, split }),
  }));
  const origin = { kind: 'imported', format: 'pts', source: resolve(folder), landmarks, split };
  return importDataset({ out, landmarks: set, origin, items, signal, onProgress });
}

async function readSample(
  file: string,
  imageFiles: readonly string[],
  { folder, landmarks, pointCount, split }: ImportTarget & { folder: string },
): Promise<LayeredSample> {
  const text = await readTextOr(file, 'the points');
  const points = parsePts(text, file, pointCount);
  const [imageFile, other] = imageFiles;
  if (imageFile === undefined) {
    throw new LineamentError(`there is no image with the same name (${imageEndings.join(', ')})`, {
      file,
      mend: 'put the image beside it',
    });
  }
  if (other !== undefined) {
    throw new LineamentError(`${imageFile} and ${other} have the same name: which one is labelled?`, {
      file,
      mend: 'keep one of them',
    });
  }
  const image = await storableImage(await readFileOr(imageFile, 'the image'), imageFile);
  const box = tightBox(points);
  if (box === null || !(box.width > 0 && box.height > 0)) {
    throw new LineamentError('all points lie on one line', { file, mend: 'mend the points' });
  }
  return photographSample({
    id: stemOf(relative(folder, file)).split('\\').join('/'),
    image,
    points,
    box,
    landmarks,
    split,
    attributes: { source: relative(folder, imageFile) },
  });
}

function stemOf(file: string): string {
  const { dir, name } = parse(file);
  return join(dir, name);
}

/** All files below the folder, sorted, so that the dataset's order does not depend on the file system. */
async function listFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (cause) {
    throw new LineamentError('the folder cannot be read', { file: folder, mend: 'check the path', cause });
  }
}
