/**
 * Imports the faces of an annotation file in COCO's shape: what COCO-WholeBody, Halpe and mmpose's files share. A picture
 * may hold several faces; only what v tells apart is told: where a file has both 1 and 2, 1 is hidden by something else
 * and 2 seen, else v > 0 only says that a point is labelled. K landmarks.
 */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LineamentError } from '../../../core/errors.js';
import { counted } from '../../../core/text/counted.js';
import type { Work } from '../../../core/work.js';
import { type LandmarkSet, visibility } from '../../../landmarks/landmark-set.js';
import { readFileOr } from '../../../node/files.js';
import type { LayeredSample } from '../../store/columns.js';
import { pictureIds } from '../files/image-files.js';
import { type PictureFolders, pictureName, picturePath } from '../files/picture-path.js';
import { type StorableImage, storableImage } from '../files/storable-image.js';
import { type ImportDefaults, type ImportItem, type ImportResult, importDataset } from '../import-dataset.js';
import { faceBox, photographSample } from '../photograph-sample.js';
import { placeLabels } from '../stated-size.js';
import { type CocoPicture, type FaceEntry, openAnnotations } from './annotation-file.js';
import { type FaceLayout, flagUse } from './face-layout.js';

export interface CocoImportOptions {
  /** The annotation file. */
  file: string;
  /** Folder of the pictures: by default `images` beside the file, or the file's folder. */
  images?: string | undefined;
  out: string;
  /** The samples' split (`test` by default). */
  split?: string;
}

/** Of all files in COCO's shape. */
export const cocoDefaults: Pick<ImportDefaults, 'split'> = { split: 'test' };

/** @param setOf – the landmark set of faces with so many points. */
export async function importCocoFaces(
  options: CocoImportOptions,
  layout: FaceLayout,
  setOf: (pointCount: number) => Promise<LandmarkSet>,
  work: Work,
): Promise<ImportResult> {
  const { file, out, split = cocoDefaults.split } = options;
  const annotations = await openAnnotations(file, layout, work);
  try {
    const { faces, faults, others, pointCount } = annotations;
    if (pointCount === undefined && faults.length === 0)
      throw new LineamentError(`none of ${others} annotations has a valid face`, { file });
    const beside = join(dirname(file), 'images');
    const images = options.images ?? (existsSync(beside) ? beside : undefined);
    const folders: PictureFolders = { beside: dirname(file), images };
    const set = await setOf(pointCount ?? 0);
    const idOf = sampleIds(faces, folders);
    const target = { folders, set, split, tellsHidden: annotations.tellsHidden };
    const items: ImportItem[] = [
      ...faults.map(({ place, error }) => ({ file: place, read: () => Promise.reject(error) })),
      ...faces.map((face) => ({ file: face.place, read: () => readSample(face, idOf(face), target) })),
    ];
    const result = await importDataset(
      {
        out,
        landmarks: set,
        missingPoints: 'allowed',
        origin: {
          kind: 'imported',
          format: layout.format,
          source: resolve(file),
          landmarks: set.name,
          split,
        },
        items,
        total: items.length,
      },
      work,
    );
    const notes =
      others === 0
        ? []
        : [`${others} ${others === 1 ? 'annotation' : 'annotations'} without a valid face left out`];
    return { ...result, notes };
  } finally {
    await annotations.close();
  }
}

/** A sample is called like its picture; where a picture has several faces, the annotation's number follows. */
function sampleIds(faces: readonly FaceEntry[], folders: PictureFolders): (face: FaceEntry) => string {
  const names = new Map<CocoPicture, string>();
  for (const { picture } of faces)
    if (!names.has(picture)) names.set(picture, pictureName(picture.file_name, folders));
  const distinct = [...new Set(names.values())];
  const ids = new Map(pictureIds(distinct, true).map((id, i) => [distinct[i]!, id]));
  const idOf = ({ picture }: FaceEntry): string => ids.get(names.get(picture)!)!;
  const uses = new Map<string, number>();
  for (const face of faces) uses.set(idOf(face), (uses.get(idOf(face)) ?? 0) + 1);
  return (face) => (uses.get(idOf(face)) === 1 ? idOf(face) : `${idOf(face)}#${face.id}`);
}

interface Target {
  folders: PictureFolders;
  set: LandmarkSet;
  split: string;
  tellsHidden: boolean;
}

async function readSample(
  face: FaceEntry,
  id: string,
  { folders, set, split, tellsHidden }: Target,
): Promise<LayeredSample> {
  const { values, box } = await face.read();
  if (values.length !== 3 * set.points.length)
    throw new LineamentError(
      `has ${counted(values.length / 3, 'point')}; ${set.name} has ${set.points.length}`,
      {
        hint: 'name the landmark set that the faces are labelled with',
      },
    );
  if (box !== null && !(box.width > 0 && box.height > 0))
    throw new LineamentError(`has a face box of ${box.width} × ${box.height} pixels`);
  const path = picturePath(face.picture.file_name, folders);
  const image = await storableImage(await readFileOr(path, 'the image'), path);
  const placement = placeLabels(statedSize(face.picture), image);
  const points = placement.points(labelled(values));
  return photographSample({
    id,
    image,
    points,
    visibility: tellsHidden ? seenOf(values, points, image) : null,
    box: box === null ? faceBox(points, face.place) : placement.box(box),
    landmarks: set.name,
    split,
    attributes: { source: face.picture.file_name, annotation: numberOr(face.id) },
  });
}

/** Some write 0 for what they do not know. */
function statedSize({ width, height }: CocoPicture): { width: number; height: number } | undefined {
  return width && height && width > 0 && height > 0 ? { width, height } : undefined;
}

function labelled(values: readonly number[]): Float32Array {
  const points = new Float32Array((2 * values.length) / 3).fill(Number.NaN);
  for (let k = 0; 3 * k < values.length; k++)
    if (values[3 * k + 2]! > 0) points.set([values[3 * k]!, values[3 * k + 1]!], 2 * k);
  return points;
}

/** `[K]`; null for a face whose points are all of v = 1: its labeller did not tell. */
function seenOf(values: readonly number[], points: Float32Array, image: StorableImage): Uint8Array | null {
  if (!flagUse(values).isSeen) return null;
  return Uint8Array.from({ length: values.length / 3 }, (_, k) => {
    const [x, y] = [points[2 * k]!, points[2 * k + 1]!];
    if (values[3 * k + 2]! >= 2) return visibility.visible;
    const isOutside = x < -0.5 || y < -0.5 || x >= image.width - 0.5 || y >= image.height - 0.5;
    return isOutside ? visibility.outside : visibility.hiddenByOther;
  });
}

const numberOr = (id: string): number | string => (/^\d{1,15}$/.test(id) ? Number(id) : id);
