/** A face as sheets and pages of search show it. */
import { type Image, warpImage } from '../core/image.js';
import { type FaceBox, faceCrop } from '../landmarks/face-crop.js';
import { outsideColour } from '../report/overlay.js';

/** @param around – side of the crop over the longer side of the box. @returns a square of `side` pixels. */
export function faceTile(
  image: Image,
  box: FaceBox,
  { side, around }: { side: number; around: number },
): Image {
  const crop = faceCrop(box, { size: side, enlarge: around });
  return warpImage(image, crop, side, side, { border: outsideColour });
}
