/**
 * Imports the face part of COCO-WholeBody (data_format.md of its repository): an annotation file with `face_kpts` of
 * 68 × (x, y, v), pixels counted from 0, and the folder of its pictures. Annotations whose face is not valid are left
 * out, a picture may hold several faces. v = 0 is a missing point; v = 1 only says that a point is not seen: it becomes
 * hidden by something else, or outside where it lies outside.
 */
import { existsSync } from 'node:fs';
import { dirname, join, parse, resolve } from 'node:path';
import { z } from 'zod';
import { LineamentError } from '../../../core/errors.js';
import { silentWork, type Work } from '../../../core/work.js';
import { visibility } from '../../../landmarks/landmark-set.js';
import { ibug68 } from '../../../landmarks/sets/ibug68.js';
import { readFileOr, readTextOr } from '../../../node/files.js';
import type { LayeredSample } from '../../store/columns.js';
import { parseJsonLabels } from '../files/json-labels.js';
import { type PictureFolders, picturePath } from '../files/picture-path.js';
import { storableImage } from '../files/storable-image.js';
import { type ImportResult, importDataset } from '../import-dataset.js';
import { photographSample } from '../photograph-sample.js';

export interface CocoImportOptions {
  /** The annotation file. */
  file: string;
  /** Folder of the pictures: by default `images` beside the file, or the file's folder. */
  images?: string | undefined;
  out: string;
  /** The samples' split (`test` by default). */
  split?: string;
}

interface Annotation {
  id: number;
  image_id: number;
  face_valid: boolean;
  face_box: number[];
  face_kpts: number[];
}

interface Picture {
  id: number;
  file_name: string;
}

interface Annotations {
  images: Picture[];
  annotations: Annotation[];
}

const annotationsSchema: z.ZodType<Annotations> = z.object({
  images: z.array(z.object({ id: z.number(), file_name: z.string().min(1) })),
  annotations: z.array(
    z.object({
      id: z.number(),
      image_id: z.number(),
      face_valid: z.boolean(),
      face_box: z.array(z.number()).length(4),
      face_kpts: z.array(z.number()).length(3 * 68),
    }),
  ),
});

export async function importCoco(options: CocoImportOptions, work: Work = silentWork): Promise<ImportResult> {
  const { file, out, split = 'test' } = options;
  const text = await readTextOr(file, 'the annotations');
  const what = 'an annotation file of COCO-WholeBody';
  const { images: pictureList, annotations } = parseJsonLabels(annotationsSchema, text, file, what);
  const faces = annotations.filter((annotation) => annotation.face_valid);
  if (faces.length === 0)
    throw new LineamentError(`none of ${annotations.length} annotations has a valid face`, { file });
  const beside = join(dirname(file), 'images');
  const images = options.images ?? (existsSync(beside) ? beside : undefined);
  const folders: PictureFolders = { beside: dirname(file), images };
  const pictures = new Map(pictureList.map((picture) => [picture.id, picture]));
  const idOf = sampleIds(faces, pictures);
  const items = faces.map((annotation) => ({
    file: `${file}: annotation ${annotation.id}`,
    read: () => readSample(annotation, pictures.get(annotation.image_id), { folders, split, idOf }),
  }));
  return importDataset(
    {
      out,
      landmarks: ibug68,
      missingPoints: 'allowed',
      origin: { kind: 'imported', format: 'coco-wholebody', source: resolve(file), split },
      items,
      total: items.length,
    },
    work,
  );
}

/** A sample is called like its picture; where a picture has several faces, or its name is not its own, the annotation's number follows. */
function sampleIds(
  faces: readonly Annotation[],
  pictures: ReadonlyMap<number, Picture>,
): (face: Annotation) => string {
  const nameOf = ({ image_id }: Annotation): string => {
    const { dir, name } = parse(pictures.get(image_id)?.file_name ?? '');
    return dir === '' ? name : `${dir}/${name}`;
  };
  const uses = new Map<string, number>();
  for (const face of faces) uses.set(nameOf(face), (uses.get(nameOf(face)) ?? 0) + 1);
  return (face) => (uses.get(nameOf(face)) === 1 ? nameOf(face) : `${nameOf(face)}#${face.id}`);
}

async function readSample(
  annotation: Annotation,
  picture: Picture | undefined,
  { folders, split, idOf }: { folders: PictureFolders; split: string; idOf: (face: Annotation) => string },
): Promise<LayeredSample> {
  const { id, image_id, face_kpts: values, face_box: face } = annotation;
  if (picture === undefined)
    throw new LineamentError(`annotation ${id} names picture ${image_id}, which is not listed`);
  const path = picturePath(picture.file_name, folders);
  const image = await storableImage(await readFileOr(path, 'the image'), path);
  const points = new Float32Array(2 * 68).fill(Number.NaN);
  const seen = new Uint8Array(68).fill(visibility.hiddenByOther);
  for (let k = 0; k < 68; k++) {
    const [x, y, flag] = [values[3 * k]!, values[3 * k + 1]!, values[3 * k + 2]!];
    if (flag === 0) continue;
    points.set([x, y], 2 * k);
    const inside = x >= -0.5 && y >= -0.5 && x < image.width - 0.5 && y < image.height - 0.5;
    if (flag === 2) seen[k] = visibility.visible;
    else if (!inside) seen[k] = visibility.outside;
  }
  const [x, y, width, height] = face as [number, number, number, number];
  if (!(width > 0 && height > 0))
    throw new LineamentError(`annotation ${id} has a face box of ${width} × ${height} pixels`);
  return photographSample({
    id: idOf(annotation),
    image,
    points,
    visibility: seen,
    box: { x, y, width, height },
    landmarks: ibug68.name,
    split,
    attributes: { source: picture.file_name, annotation: id },
  });
}
