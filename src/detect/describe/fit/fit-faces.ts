/**
 * The heads of several faces of one picture, which one camera took: where its focal length is not known, it is estimated once, of all of
 * them together. Each head is fitted by itself, then all with the focal length that their evidence makes likely (`focal-evidence.ts`),
 * which is Gauss–Newton on the focal length with everything else of each face left open.
 */
import type { HeadPoints } from '../head/head-points.js';
import type { FaceView } from '../head-fit.js';
import type { ObservedPoints } from '../observed-points.js';
import type { KnownCamera } from '../viewing-camera.js';
import { checkSameSet, fitHead, fitWhole, roughPoints } from './fit-head.js';
import { joinFocals } from './focal-evidence.js';
import { HeadFitter } from './head-fitter.js';

interface FaceInPicture {
  points: ObservedPoints;
  /** How probable it is that the points are wrong, 0 to 1. */
  doubt: number;
}

/** The focal length is joined so often; by then it stands still to a hundredth of its deviation. */
const rounds = 2;

export function fitFaces(faces: readonly FaceInPicture[], head: HeadPoints, camera: KnownCamera): FaceView[] {
  if (camera.focal !== undefined || faces.length < 2)
    return faces.map(({ points }) => fitHead(points, head, camera));
  const fitters = faces.map(({ points }) => {
    checkSameSet(points, head);
    const fitter = new HeadFitter(points, head, camera);
    fitWhole(fitter);
    return fitter;
  });
  const doubts = faces.map(({ doubt }) => doubt);
  const join = () =>
    joinFocals(
      fitters.map((fitter) => fitter.focalEvidence()),
      doubts,
      camera,
    );
  let joined = join();
  for (let round = 0; round < rounds; round++) {
    for (const fitter of fitters) {
      fitter.hold(joined.focal);
      fitter.descend(fitter.parameters, 2, Math.ceil(fitter.known / roughPoints));
    }
    if (round < rounds - 1) joined = join();
  }
  return fitters.map((fitter) => fitter.result(joined.deviation));
}
