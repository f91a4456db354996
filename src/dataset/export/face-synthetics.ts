/**
 * The folder layout of Microsoft's FaceSynthetics (README of its repository): `000000.png`, `000000_seg.png` with its 19
 * classes, `000000_ldmks.txt` with 68 points and two pupils, `x y` a line. Its points are projections of 3D points, so the
 * surface convention is written. Left and right are told by the side of the head on which a pixel's surface lies, upper
 * from lower lip by the line on which the lips meet.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { LineamentError } from '../../core/errors.js';
import { type Matrix3, subtract, transform, transpose, type Vector3 } from '../../core/vector.js';
import { segmentClasses } from '../../face/segment-classes.js';
import type { Camera, Placement } from '../../render/scene.js';
import type { LayeredSample } from '../columns.js';
import { decodeImage } from '../decode-image.js';
import type { ExportSource, PixelLayers, SampleWriter } from './sample-writer.js';
import { type SixtyEight, sixtyEightOf } from './sixty-eight.js';

/** The classes of FaceSynthetics. */
export const faceSyntheticsClasses = {
  background: 0,
  skin: 1,
  nose: 2,
  rightEye: 3,
  leftEye: 4,
  rightBrow: 5,
  leftBrow: 6,
  rightEar: 7,
  leftEar: 8,
  mouthInterior: 9,
  topLip: 10,
  bottomLip: 11,
  neck: 12,
  hair: 13,
  beard: 14,
  clothing: 15,
  glasses: 16,
  headwear: 17,
  facewear: 18,
  ignore: 255,
} as const;

type OurClass = keyof typeof segmentClasses;
const theirs = faceSyntheticsClasses;

/** One class, or one for each side, or one for each lip. */
const mapping: Readonly<
  Record<OurClass, number | { right: number; left: number } | { top: number; bottom: number }>
> = {
  background: theirs.background,
  skin: theirs.skin,
  brows: { right: theirs.rightBrow, left: theirs.leftBrow },
  sclera: { right: theirs.rightEye, left: theirs.leftEye },
  iris: { right: theirs.rightEye, left: theirs.leftEye },
  pupil: { right: theirs.rightEye, left: theirs.leftEye },
  lips: { top: theirs.topLip, bottom: theirs.bottomLip },
  innerMouth: theirs.mouthInterior,
  teeth: theirs.mouthInterior,
  tongue: theirs.mouthInterior,
  nose: theirs.nose,
  ears: { right: theirs.rightEar, left: theirs.leftEar },
  hair: theirs.hair,
  facialHair: theirs.beard,
  neck: theirs.neck,
  clothing: theirs.clothing,
  glasses: theirs.glasses,
  hat: theirs.headwear,
  occluder: theirs.ignore,
  lashes: theirs.skin,
};

export function createFaceSyntheticsWriter({ folder, set, layersOf }: ExportSource): SampleWriter {
  const sixtyEight = sixtyEightOf(set);
  return {
    async write(sample, number) {
      const name = join(folder, String(number).padStart(6, '0'));
      const labels = sixtyEight(sample);
      const { camera, head } = geometryOf(sample);
      const classes = theirClasses(await layersOf(sample), camera, head, labels);
      const { width, height } = sample;
      const picture = await decodeImage(sample.image, `sample ${sample.id}`);
      await writeFile(
        `${name}.png`,
        await sharp(picture.data, { raw: { width, height, channels: 3 } })
          .png()
          .toBuffer(),
      );
      await writeFile(
        `${name}_seg.png`,
        await sharp(classes, { raw: { width, height, channels: 1 } })
          .toColourspace('b-w')
          .png()
          .toBuffer(),
      );
      const points = [...(labels.surface ?? labels.points), ...(sample.pupils ?? [])];
      const lines = Array.from(
        { length: 70 },
        (_, k) => `${points[2 * k]!.toFixed(6)} ${points[2 * k + 1]!.toFixed(6)}`,
      );
      await writeFile(`${name}_ldmks.txt`, `${lines.join('\n')}\n`);
    },
    async finish() {},
  };
}

function geometryOf({ id, attributes }: LayeredSample): { camera: Camera; head: Placement } {
  const { camera, head } = attributes as { camera?: Camera; head?: Placement };
  if (camera !== undefined && head !== undefined) return { camera, head };
  throw new LineamentError(`sample ${id} was not generated: its left and right cannot be told`, {
    mend: 'export photographs as 300w, coco-wholebody or webdataset',
  });
}

/** `[H, W]` our classes as theirs. */
function theirClasses(
  { segmentation, depth }: PixelLayers,
  camera: Camera,
  head: Placement,
  labels: SixtyEight,
): Uint8Array {
  const names = Object.keys(segmentClasses) as OurClass[];
  const byValue = new Map(names.map((name) => [segmentClasses[name] as number, mapping[name]]));
  const toHead = transpose(head.rotation);
  const seam = lipSeam(labels, toHead, head.translation);
  return Uint8Array.from(segmentation, (value, o) => {
    const rule = byValue.get(value);
    if (rule === undefined) return theirs.ignore;
    if (typeof rule === 'number') return rule;
    const place = inHead(o, depth[o]!, camera, toHead, head.translation);
    if ('right' in rule) return place[0] < 0 ? rule.right : rule.left;
    return place[1] > seam(place[0]) ? rule.top : rule.bottom;
  });
}

/** A pixel's surface in head space: x towards the subject's left. */
function inHead(
  o: number,
  depth: number,
  { width, focal, cx, cy }: Camera,
  toHead: Matrix3,
  origin: Vector3,
): Vector3 {
  const [x, y] = [o % width, Math.floor(o / width)];
  const seen: Vector3 = [((x - cx) * depth) / focal, ((cy - y) * depth) / focal, -depth];
  return transform(toHead, subtract(seen, origin));
}

/** Height of the line on which the lips meet, over head-space x: between the inner edges 61–63 and 65–67. */
function lipSeam({ points3d }: SixtyEight, toHead: Matrix3, origin: Vector3): (x: number) => number {
  const place = (k: number): Vector3 =>
    transform(toHead, subtract([points3d![3 * k]!, points3d![3 * k + 1]!, points3d![3 * k + 2]!], origin));
  const middle = (upper: number, lower: number): Vector3 => {
    const [a, b] = [place(upper), place(lower)];
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];
  };
  const line = [place(60), middle(61, 67), middle(62, 66), middle(63, 65), place(64)];
  return (x) => {
    for (let i = 1; i < line.length; i++) {
      const [a, b] = [line[i - 1]!, line[i]!];
      if (x > b[0] && i < line.length - 1) continue;
      const share = Math.min(1, Math.max(0, (x - a[0]) / (b[0] - a[0] || 1)));
      return a[1] + (b[1] - a[1]) * share;
    }
    return line[0]![1];
  };
}
