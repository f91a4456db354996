/** The picture of a face as the model was shown faces while it learnt. */
import { type Image, warpImage } from '../core/image.js';
import { type FaceBox, faceCrop } from '../landmarks/face-crop.js';
import type { ClipMetadata } from '../networks/clip/clip-metadata.js';

/** A square picture whose side is at most so many longer sides of its face's box is a picture of one face, made to be seen whole. */
const wholeUpTo = 2;

export function facePicture(image: Image, box: FaceBox, { input, architecture }: ClipMetadata): Image {
  const { size } = architecture;
  const { width, height } = image;
  const upright = (box.roll ?? 0) === 0;
  const whole = upright && width === height && width <= wholeUpTo * Math.max(box.width, box.height);
  const shown = whole ? { x: -0.5, y: -0.5, width, height } : box;
  return warpImage(image, faceCrop(shown, { size, enlarge: whole ? 1 : input.enlarge }), size, size);
}
