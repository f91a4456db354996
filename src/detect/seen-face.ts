/** Whether what a detector sees through a box is a face: one rule for pictures, videos and the page; what a finder found may be looked at again after a doubt (`finder/look-at-found.ts`). */
import type { Image } from '../core/image.js';
import type { FaceBox } from '../landmarks/face-crop.js';
import { faceBoxFault } from '../landmarks/faults/face-box-fault.js';
import { type Detection, type Detector, deviationShare } from './landmarks/detector.js';
import { levelBox } from './landmarks/points-box.js';
import { placeOf, placeOverlap, visibleShare } from './place.js';

/**
 * Where the model tells how probable it is that a face is wrong: above this there is none. At 0.5 a twentieth of the faces in the
 * wild would be lost, and no place without a face is held for one at either (scripts/measure-lost-faces.ts).
 */
export const mostWrong = 0.9;
/**
 * Of other models: a look whose points are less sure, in hundredths of the side of the face's box, shows no face; by the model's own
 * points, whatever an adapter or a map makes of them. 98 % of faces in
 * the wild are surer, 98 % of other places are less sure than 4.7 (`ibug68-ict` before it was calibrated).
 */
const mostUncertainty = 4;
/** A face of which less is in the picture has left it. */
const leastVisible = 0.35;

/** A look that shows a face, and where. */
export interface SeenFace {
  detection: Detection;
  /** By the points of the look. */
  faceBox: FaceBox;
  /** Overlap of the box that was given with that of the face, 0 to 1; whoever looks twice may have moved it in between. */
  agreement: number;
}

/** A look that may show a face. */
export interface FaceLook extends SeenFace {
  /** Whether the model takes what it sees for no face, or for one whose points are wrong. */
  isDoubtful: boolean;
}

/** What is seen through a box; null where that is no face. */
export async function seeFace(detector: Detector, image: Image, box: FaceBox): Promise<SeenFace | null> {
  const look = await lookThrough(detector, image, box);
  return look === null || look.isDoubtful ? null : look;
}

/** What is seen through a box, whatever the model thinks of it; null where nothing can be seen. */
export async function lookThrough(detector: Detector, image: Image, box: FaceBox): Promise<FaceLook | null> {
  if (faceBoxFault(box, image) !== null || visibleShare(placeOf(box), image) < leastVisible) return null;
  const detection = await detector.detect(image, box);
  // A detector that knows only its points tells no box of the face.
  const faceBox =
    detection.faceBox ?? levelBox(detection.points, detector.metadata.landmarks, detection.box.roll);
  if (faceBox === null) return null;
  const agreement = placeOverlap(placeOf(box), placeOf(faceBox));
  return { detection, faceBox, agreement, isDoubtful: isDoubtful(detection, faceBox) };
}

function isDoubtful({ wrong, uncertainty, deviationShare: share }: Detection, faceBox: FaceBox): boolean {
  if (wrong !== undefined) return wrong > mostWrong;
  return 100 * (share ?? deviationShare(uncertainty, faceBox)) > mostUncertainty;
}
