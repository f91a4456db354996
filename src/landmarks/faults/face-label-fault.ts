/**
 * What is wrong with the labels of a face on its picture. One rule for importing, training and measuring: what cannot be
 * measured is not imported, and it is not learnt from. K landmarks.
 */

import { rounded } from '../../core/text/rounded.js';
import type { FaceBox } from '../face-crop.js';
import { type FaceBoxFault, faceBoxFault } from './face-box-fault.js';

/** A face that leaves its frame has points outside, but not farther than so many times the frame's longer side. */
const mostOutside = 2;

/** Two points may share a pixel. */
const fewPoints = 3;

export interface FaceLabels {
  /** Of the picture, pixels. */
  readonly width: number;
  readonly height: number;
  readonly box: FaceBox;
  /** `[K, 2]` of each convention, and others such as pupils: pixels, NaN where there is no label. */
  readonly points: Readonly<Record<string, Float32Array>>;
}

/**
 * Why the labels cannot be those of a face in this picture: a box that shows nothing of it (`faceBoxFault`), a point
 * that is infinite or many picture sizes away, points that are shares instead of pixels.
 * @returns null where nothing is wrong; labels without any point are those of an unlabelled face.
 */
export function faceLabelFault({ width, height, box, points }: FaceLabels): FaceBoxFault | null {
  const fault = faceBoxFault(box, { width, height });
  if (fault !== null) return fault;
  const most = mostOutside * Math.max(width, height);
  for (const [name, list] of Object.entries(points)) {
    for (let k = 0; 2 * k + 1 < list.length; k++) {
      const [x, y] = [list[2 * k]!, list[2 * k + 1]!];
      // False for NaN.
      if (!(x < -most || x > width + most || y < -most || y > height + most)) continue;
      return {
        rule: `point ${k} (${name}, counted from 0) lies at ${rounded(x)}, ${rounded(y)}: more than ${mostOutside} picture sizes outside the image of ${width} × ${height}`,
        hint: 'correct the point; was a decimal point lost?',
      };
    }
    if (areShares(list))
      return {
        rule: 'all points lie within the first pixel, as shares of the picture do',
        hint: 'points are in pixels: multiply shares of 0 to 1 by the width and height of the picture',
      };
  }
  return null;
}

/** Coordinates of 0 to 1 of at least a few points. */
function areShares(points: Float32Array): boolean {
  let count = 0;
  for (const value of points) {
    if (value < 0 || value > 1) return false;
    if (!Number.isNaN(value)) count++;
  }
  return count >= 2 * fewPoints;
}
