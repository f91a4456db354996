/**
 * A sample of one eye out of a sample of a face: the pixels around it as they are, a left eye mirrored so that it is a right
 * one. N points of the face, K of the eye.
 */
import sharp from 'sharp';
import type { Image } from '../../core/image.js';
import type { Convention } from '../../landmarks/landmark-set.js';
import { eye151, eyeBox, eyePointsOf } from '../../landmarks/sets/eye-set.js';
import type { Side } from '../../landmarks/surface.js';
import type { Sample } from '../sample.js';

export const eyeConvention: Convention = 'surface';

/** What is kept around the eye's box, as a multiple of its side: room for crops that are moved, turned and enlarged. */
const kept = 2.5;
/** Eyes that span fewer pixels show nothing. */
const leastSide = 8;

export type LabelledFace = Pick<Sample, 'id' | 'split' | 'points' | 'visibility'> & { image: Image };

/** @param names – `[N]`. @returns null where the eye is too small, or the picture does not hold it. */
export async function cutEye(
  { id, split, points, visibility, image }: LabelledFace,
  names: readonly string[],
  side: Side,
): Promise<Sample | null> {
  const chosen = eyePointsOf(names, side);
  const face = points[eyeConvention]!;
  const own = Float32Array.from(chosen.flatMap((index) => [face[2 * index]!, face[2 * index + 1]!]));
  const box = eyeBox(own);
  if (box === null || box.width < leastSide) return null;
  const part = cutOut(image, box.x + box.width / 2, box.y + box.height / 2, kept * box.width);
  if (part === null) return null;
  const { data, width, height } = part;
  const mirrored = side === 'left';
  const place = (x: number): number => (mirrored ? width - 1 - (x - part.left) : x - part.left);
  for (let k = 0; k < own.length; k += 2) {
    own[k] = place(own[k]!);
    own[k + 1]! -= part.top;
  }
  const raw = sharp(data, { raw: { width, height, channels: 3 } });
  return {
    id: `${id}-${side}`,
    image: await (mirrored ? raw.flop() : raw).png({ compressionLevel: 2 }).toBuffer(),
    width,
    height,
    landmarks: eye151.name,
    points: { [eyeConvention]: own },
    points3d: null,
    visibility: visibility && Uint8Array.from(chosen, (index) => visibility[index]!),
    labelQuality: null,
    box: {
      x: place(mirrored ? box.x + box.width : box.x),
      y: box.y - part.top,
      width: box.width,
      height: box.height,
    },
    split,
    pupils: null,
    attributes: {},
  };
}

/** Whole pixels around a place, as far as the picture goes; null where the place lies beside it. */
function cutOut(
  image: Image,
  x: number,
  y: number,
  side: number,
): (Pick<Image, 'data' | 'width' | 'height'> & { left: number; top: number }) | null {
  if (!(x > 0 && y > 0 && x < image.width - 1 && y < image.height - 1)) return null;
  const from = (middle: number): number => Math.max(0, Math.floor(middle - side / 2));
  const to = (middle: number, size: number): number => Math.min(size, Math.ceil(middle + side / 2) + 1);
  const [left, top] = [from(x), from(y)];
  const width = to(x, image.width) - left;
  const height = to(y, image.height) - top;
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const start = ((top + row) * image.width + left) * 3;
    data.set(image.data.subarray(start, start + width * 3), row * width * 3);
  }
  return { data, width, height, left, top };
}
