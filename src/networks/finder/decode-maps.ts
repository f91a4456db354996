/** From a finder's maps to boxes: each cell that is sure enough speaks of one face; see `networks/finder/finder-map.ts`. */
import type { FaceBox } from '../../landmarks/face-crop.js';
import { cellMiddle, finderChannels, unitOf } from './finder-map.js';

export interface FoundFace {
  /** Upright, tight around the landmarks; pixels of the upright picture. A face that is cut by the frame may reach beyond it. */
  box: FaceBox;
  /** How sure the finder is, 0 to 1. */
  score: number;
  /** Degrees by which the face is turned in the plane of the image, clockwise as seen, as `roll` of a {@link FaceBox}. */
  roll: number;
}

export interface FinderMap {
  stride: number;
  /** Cells across. */
  width: number;
  /** Cells down. */
  height: number;
  /** `[7, height, width]` */
  values: Float32Array;
}

/**
 * @param doubt – taken off the logit of each score.
 * @returns the faces of one map whose score reaches the threshold, not yet thinned out; pixels of the network's input.
 */
export function decodeMap(
  { stride, width, height, values }: FinderMap,
  threshold: number,
  doubt = 0,
): FoundFace[] {
  const cells = width * height;
  const leastLogit = Math.log(threshold / (1 - threshold));
  const unit = unitOf(stride);
  const faces: FoundFace[] = [];
  for (let cell = 0; cell < cells; cell++) {
    const logit = values[cell]! - doubt;
    if (!(logit >= leastLogit)) continue;
    const channel = (index: number): number => values[index * cells + cell]!;
    const faceWidth = unit * Math.exp(bounded(channel(3)));
    const faceHeight = unit * Math.exp(bounded(channel(4)));
    const x = cellMiddle(cell % width, stride) + stride * channel(1);
    const y = cellMiddle(Math.floor(cell / width), stride) + stride * channel(2);
    faces.push({
      box: { x: x - faceWidth / 2, y: y - faceHeight / 2, width: faceWidth, height: faceHeight },
      score: 1 / (1 + Math.exp(-logit)),
      roll: (Math.atan2(channel(5), channel(6)) * 180) / Math.PI,
    });
  }
  return faces;
}

/** How many cells' numbers a map of this size has. */
export function mapLength(width: number, height: number): number {
  return finderChannels * width * height;
}

/** A size of more than e⁴ units is no face, and must not become infinite. */
function bounded(logarithm: number): number {
  return Math.max(-4, Math.min(4, logarithm));
}
