/** COCO keypoints, as COCO itself, CVAT and Label Studio write them. */
import { z } from 'zod';
import { type LandmarkSet, visibility } from '../../landmarks/landmark-set.js';
import { addFace, type FacesByPicture, otherCount, placesOf } from './starting-face.js';

export interface CocoLabels {
  images: { id: number | string; file_name: string }[];
  annotations: {
    image_id: number | string;
    category_id?: number | string | undefined;
    keypoints?: number[] | undefined;
    face_kpts?: number[] | undefined;
  }[];
  categories?: { id: number | string; keypoints?: string[] | undefined }[] | undefined;
}

const id = z.union([z.number(), z.string()]);
export const cocoSchema: z.ZodType<CocoLabels> = z.looseObject({
  images: z.array(z.looseObject({ id, file_name: z.string() })),
  annotations: z.array(
    z.looseObject({
      image_id: id,
      category_id: id.optional(),
      keypoints: z.array(z.number()).optional(),
      face_kpts: z.array(z.number()).optional(),
    }),
  ),
  categories: z.array(z.looseObject({ id, keypoints: z.array(z.string()).optional() })).optional(),
});

export function cocoFaces(
  { images, annotations, categories = [] }: CocoLabels,
  file: string,
  set: LandmarkSet,
): FacesByPicture {
  const nameOf = new Map(images.map((image) => [String(image.id), image.file_name]));
  const count = set.points.length;
  // A category that names its points may have them in an order of its own.
  const orderOf = new Map(
    categories
      .filter(({ keypoints }) => keypoints?.length === count)
      .map((category) => [String(category.id), placesOf(category.keypoints!, file, set)]),
  );
  const faces: FacesByPicture = new Map();
  for (const { image_id, category_id, keypoints, face_kpts } of annotations) {
    const values = face_kpts ?? keypoints ?? [];
    const name = nameOf.get(String(image_id));
    if (name === undefined || !values.some((value, i) => i % 3 === 2 && value > 0)) continue;
    if (values.length !== 3 * count) throw otherCount(values.length / 3, file, set);
    const order = face_kpts === undefined ? orderOf.get(String(category_id)) : undefined;
    const points = new Float32Array(2 * count).fill(Number.NaN);
    const flags = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      const k = order?.[i] ?? i;
      const [x, y, flag] = values.slice(3 * i, 3 * i + 3);
      flags[k] = flag!;
      if (flag! > 0) points.set([x!, y!], 2 * k);
    }
    // 1 alone only says that a point is labelled.
    const tells = flags.includes(1) && flags.includes(2);
    const seen = tells
      ? Array.from(flags, (flag) => (flag === 2 ? visibility.visible : visibility.hiddenByOther))
      : null;
    addFace(faces, name, () => ({ points, visibility: seen }));
  }
  return faces;
}
