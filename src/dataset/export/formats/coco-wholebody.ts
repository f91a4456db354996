/**
 * The face part of COCO-WholeBody (Jin et al., ECCV 2020; data_format.md of its repository): one JSON file in COCO's
 * shape with `face_kpts` of 68 × (x, y, v), pictures in `images/`. v is 0 where there is no label, 1 where the point is
 * hidden or outside, 2 where it is seen or nobody knows. A photograph of several faces is written once, by its bytes. Body,
 * hands and feet are not labelled, as v = 0 and `*_valid` = false say.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lineamentVersion } from '../../../core/version.js';
import { visibility } from '../../../landmarks/landmark-set.js';
import type { LayeredSample } from '../../store/columns.js';
import { type ExportSource, imageEnding, type SampleWriter, uniqueStems } from '../sample-writer.js';
import { sixtyEightOf } from '../sixty-eight.js';

/** One face as an annotation of COCO-WholeBody; boxes are x, y, width, height. */
export interface FaceAnnotation {
  id: number;
  image_id: number;
  category_id: 1;
  iscrowd: 0;
  area: number;
  bbox: number[];
  keypoints: number[];
  num_keypoints: 0;
  face_box: number[];
  face_kpts: number[];
  face_valid: boolean;
  lefthand_box: number[];
  righthand_box: number[];
  lefthand_kpts: number[];
  righthand_kpts: number[];
  foot_kpts: number[];
  lefthand_valid: false;
  righthand_valid: false;
  foot_valid: false;
}

interface ImageEntry {
  id: number;
  file_name: string;
  width: number;
  height: number;
}

const zeros = (count: number): number[] => new Array<number>(count).fill(0);

export function createCocoWriter({ folder, set }: ExportSource): SampleWriter {
  const sixtyEight = sixtyEightOf(set);
  const stemOf = uniqueStems();
  const images: ImageEntry[] = [];
  const annotations: FaceAnnotation[] = [];
  const idOfPicture = new Map<string, number>();
  const writePicture = async ({ id, image, width, height }: LayeredSample): Promise<number> => {
    const name = `${stemOf(pictureOf(id))}.${imageEnding(image)}`;
    await mkdir(dirname(join(folder, 'images', name)), { recursive: true });
    await writeFile(join(folder, 'images', name), image);
    images.push({ id: images.length + 1, file_name: name, width, height });
    return images.length;
  };
  return {
    async write(sample) {
      const bytes = createHash('sha256').update(sample.image).digest('base64');
      const imageId = idOfPicture.get(bytes) ?? (await writePicture(sample));
      idOfPicture.set(bytes, imageId);
      const { points, visibility: seen } = sixtyEight(sample);
      annotations.push(annotation(sample, { id: annotations.length + 1, imageId }, points, seen));
    },
    async finish() {
      const content = {
        info: {
          description: 'faces with 68 points',
          version: '1.0',
          contributor: `Lineament ${lineamentVersion}`,
        },
        licenses: [],
        images,
        categories: [{ id: 1, name: 'person', supercategory: 'person' }],
        annotations,
      };
      await writeFile(join(folder, 'annotations.json'), `${JSON.stringify(content)}\n`);
    },
  };
}

/** Importers call the faces of one photograph `NAME#1`, `NAME#2`. */
const pictureOf = (id: string): string => id.replace(/(?<=.)#[^#/]*$/, '');

function annotation(
  { box }: Pick<LayeredSample, 'box'>,
  { id, imageId }: { id: number; imageId: number },
  points: Float32Array,
  seen: Uint8Array | null,
): FaceAnnotation {
  const face = [box.x, box.y, box.width, box.height];
  const flags = Array.from({ length: 68 }, (_, k) => {
    if (Number.isNaN(points[2 * k]) || Number.isNaN(points[2 * k + 1])) return 0;
    return seen === null || seen[k] === visibility.visible ? 2 : 1;
  });
  return {
    id,
    image_id: imageId,
    category_id: 1,
    iscrowd: 0,
    area: box.width * box.height,
    bbox: face,
    keypoints: zeros(17 * 3),
    num_keypoints: 0,
    face_box: face,
    face_kpts: flags.flatMap((flag, k) =>
      flag === 0 ? [0, 0, 0] : [points[2 * k]!, points[2 * k + 1]!, flag],
    ),
    face_valid: flags.some((flag) => flag > 0),
    lefthand_box: zeros(4),
    righthand_box: zeros(4),
    lefthand_kpts: zeros(21 * 3),
    righthand_kpts: zeros(21 * 3),
    foot_kpts: zeros(6 * 3),
    lefthand_valid: false,
    righthand_valid: false,
    foot_valid: false,
  };
}
