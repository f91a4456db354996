/** What a face and its surroundings look like, coarsely, and whether that is another face than one of a frame before. */
import type { Image } from '../../core/image.js';
import { type FaceBox, faceCrop } from '../../landmarks/face-crop.js';
import { areAlike, type GreyCells, greyCells } from './grey-cells.js';

const cells = 24;
/** Of the box: hair, neck and what is behind tell more of who it is than the features, which are alike in all faces. */
const enlarge = 1.5;
/** What boxes of one face waver by, of the crop's side. */
const mostShift = 0.1;
/** Looks that correlate less are of two faces: more than 95 of 100 of other faces, and none of one face in a frame and the next. */
const leastAlike = 0.35;

export function faceLook(image: Image, box: FaceBox): GreyCells {
  return greyCells(image, faceCrop(box, { size: cells, enlarge }), cells, cells);
}

/** A look that shows nothing may be of any face. */
export function isOtherLook(before: GreyCells, after: GreyCells): boolean {
  return !before.isPlain && !after.isPlain && !areAlike(before, after, mostShift, leastAlike);
}
