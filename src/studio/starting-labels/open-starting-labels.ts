/**
 * Labels that were made before, as a start for annotation: `.pts` files beside the pictures, COCO keypoints (CVAT and Label Studio
 * write them too), CVAT's own XML, Label Studio's JSON. Which it is, the file tells. Points are taken in the order of the set: by
 * a label that is a point's name or number, or as they come. Node only.
 */
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LineamentError } from '../../core/errors.js';
import { stemOf } from '../../dataset/import/files/image-files.js';
import { parseJsonLabels } from '../../dataset/import/files/json-labels.js';
import { readLabelText } from '../../dataset/import/files/label-file.js';
import { listFiles } from '../../dataset/import/files/list-files.js';
import { parsePts } from '../../dataset/import/files/pts-file.js';
import type { LandmarkSet } from '../../landmarks/landmark-set.js';
import { cocoFaces, cocoSchema } from './coco-labels.js';
import { cvatFaces } from './cvat-labels.js';
import { labelStudioFaces, labelStudioSchema } from './label-studio-labels.js';
import { addFace, type FaceOf, type FacesByPicture, type Size, type StartingFace } from './starting-face.js';

export interface StartingLabels {
  /** @param picture – its name below the folder. @param size – of the upright picture. */
  of(picture: string, size: Size): StartingFace[];
  /** @throws where none of these pictures is labelled: the labels are of others. */
  check(pictures: readonly string[]): void;
}

/** @param source – a folder of .pts files, a JSON file of COCO or Label Studio, or an XML file of CVAT. */
export async function openStartingLabels(source: string, set: LandmarkSet): Promise<StartingLabels> {
  const entry = await stat(source).catch((cause: unknown) => {
    throw new LineamentError('the labels cannot be read', { file: source, hint: 'check the path', cause });
  });
  const faces = entry.isDirectory()
    ? await ptsFaces(source, set)
    : /\.xml$/i.test(source)
      ? await cvatFaces(source, set)
      : await jsonFaces(source, set);
  if (faces.size === 0)
    throw new LineamentError('there are no points in the labels', { file: source, hint: labelsHint });
  const byName = byOnlyName(faces);
  const labelled = (picture: string): FaceOf[] =>
    faces.get(picture) ??
    faces.get(stemOf(picture)) ??
    byName.get(basename(picture)) ??
    byName.get(basename(stemOf(picture))) ??
    [];
  return {
    of: (picture, size) => labelled(picture).map((face) => face(size)),
    check(pictures) {
      if (pictures.some((picture) => labelled(picture).length > 0)) return;
      throw new LineamentError(
        `labels: they are of ${[...faces.keys()].slice(0, 3).join(', ')}${faces.size > 3 ? ', …' : ''}; none of these pictures is in the folder`,
        { file: source, hint: 'name the folder whose pictures are labelled' },
      );
    },
  };
}

/** Tools name pictures with or without folders: without, where that tells which one is meant. */
function byOnlyName(faces: FacesByPicture): FacesByPicture {
  const byName: FacesByPicture = new Map();
  const twice = new Set<string>();
  for (const [picture, own] of faces) {
    const name = basename(picture);
    if (byName.has(name)) twice.add(name);
    byName.set(name, own);
  }
  for (const name of twice) byName.delete(name);
  return byName;
}

export const labelsHint =
  'a folder of .pts files, COCO keypoints, an XML file of CVAT, or JSON of Label Studio';

async function ptsFaces(folder: string, set: LandmarkSet): Promise<FacesByPicture> {
  const faces: FacesByPicture = new Map();
  for (const file of await listFiles(folder)) {
    if (!/\.pts$/i.test(file)) continue;
    const points = parsePts(await readLabelText(file, 'the points'), file, set.points.length);
    const name = stemOf(file).slice(join(folder, '/').length).split('\\').join('/');
    addFace(faces, name, () => ({ points, visibility: null }));
  }
  return faces;
}

async function jsonFaces(file: string, set: LandmarkSet): Promise<FacesByPicture> {
  const text = await readLabelText(file, 'the labels');
  return /^\s*\[/.test(text)
    ? labelStudioFaces(parseJsonLabels(labelStudioSchema, text, file, 'JSON of Label Studio'), file, set)
    : cocoFaces(parseJsonLabels(cocoSchema, text, file, 'COCO keypoints'), file, set);
}
