/**
 * Finds the one face of a portrait with a landmark model: looks through a pyramid of square windows, looks again at the
 * best ones from the box of the points that it found there, and keeps the face of which it is surest. Runs in Node and
 * in browsers. K landmarks.
 *
 * A landmark model was never shown a picture without a face and puts points on anything; two things tell a face from the
 * rest: on a face its points are sure (small sigma against their box), and stay where they are when it looks again
 * through the box of the points themselves.
 *
 * Limits: one upright face, its box at least a fifth of the picture's shorter side; some hundred inferences a picture.
 * It is no face detector for crowds.
 */

import type { Image } from '../../core/image.js';
import { mean } from '../../core/numbers/statistics.js';
import { overlapOf } from '../../landmarks/box-overlap.js';
import { type FaceBox, tightBox } from '../../landmarks/face-crop.js';
import { faceBoxFault } from '../../landmarks/faults/face-box-fault.js';
import type { Detector } from './detector.js';
import { innerPoints } from './points-box.js';

export interface FoundFace {
  /** Tight around the points that were found; pixels of the image. */
  box: FaceBox;
  /** Mean sigma of the points, in hundredths of the side √(width · height) of their box: about 0.7 to 1.6 on a face, to 2.5 behind thick glasses. */
  uncertainty: number;
  /** Overlap (intersection over union) of the box that was looked through last and the one of the points found there. */
  agreement: number;
}

export interface FindFaceOptions {
  /** Refuse faces with a larger uncertainty. */
  mostUncertainty?: number;
  /** Refuse faces with a smaller agreement. */
  leastAgreement?: number;
}

/** Sides of the windows against the picture's shorter side, largest first. */
const scales = [0.8, 0.58, 0.42, 0.3] as const;
/** From window to window, as a share of their side. */
const step = 0.4;
/** So many of the best windows of a scale are looked at again, so often. */
const candidates = 2;
const looks = 3;
/** A face as sure as this ends the search: smaller windows are not tried. */
const sure = { uncertainty: 1.6, agreement: 0.95 } as const;

/** @returns the face, or null where no window holds one that is sure enough. */
export async function findFace(
  detector: Detector,
  image: Image,
  { mostUncertainty = 2.5, leastAgreement = 0.85 }: FindFaceOptions = {},
): Promise<FoundFace | null> {
  let best: FoundFace | null = null;
  for (const scale of scales) {
    const found: FoundFace[] = [];
    for (const window of windowsOf(image, scale)) {
      const face = await look(detector, image, window);
      if (face !== null) found.push(face);
    }
    for (const start of found.sort((a, b) => cost(a) - cost(b)).slice(0, candidates)) {
      let face: FoundFace | null = start;
      for (let i = 0; i < looks && face !== null; i++) face = await look(detector, image, face.box);
      if (face !== null && (best === null || cost(face) < cost(best))) best = face;
    }
    if (best !== null && best.uncertainty <= sure.uncertainty && best.agreement >= sure.agreement) break;
  }
  if (best === null || best.uncertainty > mostUncertainty || best.agreement < leastAgreement) return null;
  return best;
}

/** Sure points through a box that fits them cost least. */
function cost({ uncertainty, agreement }: FoundFace): number {
  return uncertainty / Math.max(0.05, agreement);
}

async function look(detector: Detector, image: Image, window: FaceBox): Promise<FoundFace | null> {
  if (faceBoxFault(window, image) !== null) return null;
  const { points, uncertainty } = await detector.detect(image, window);
  const box = tightBox(innerPoints(points, detector.metadata.landmarks));
  if (box === null || !(box.width > 0 && box.height > 0)) return null;
  return {
    box,
    uncertainty: (100 * mean(uncertainty)) / Math.sqrt(box.width * box.height),
    agreement: overlapOf(window, box),
  };
}

/** Squares that cover the picture, evenly spread. @param scale – their side against the picture's shorter one. */
export function windowsOf({ width, height }: Pick<Image, 'width' | 'height'>, scale: number): FaceBox[] {
  const side = scale * Math.min(width, height);
  return places(height, side).flatMap((y) =>
    places(width, side).map((x) => ({ x, y, width: side, height: side })),
  );
}

/** Where windows of this side begin along an edge of this length, pixels. */
function places(length: number, side: number): number[] {
  const room = length - side;
  const count = Math.max(1, Math.ceil(room / (step * side)) + 1);
  return Array.from({ length: count }, (_, i) => -0.5 + (count === 1 ? room / 2 : (room * i) / (count - 1)));
}
