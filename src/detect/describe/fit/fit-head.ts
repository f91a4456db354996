/** The head of one picture's points, or of a frame's after another frame (`head-fitter.ts` says how). */
import { LineamentError } from '../../../core/errors.js';
import type { HeadPoints } from '../head/head-points.js';
import type { FaceView } from '../head-fit.js';
import type { ObservedPoints } from '../observed-points.js';
import type { KnownCamera } from '../viewing-camera.js';
import { poseParameters } from './fit-parameters.js';
import { HeadFitter } from './head-fitter.js';

/** The shape is found on about so many points, and made better on all of them. */
export const roughPoints = 160;

/** @param before – what was fitted to the frame before: much is left as it is, and the rest takes a third of the time. */
export function fitHead(
  points: ObservedPoints,
  head: HeadPoints,
  camera: KnownCamera,
  before?: FaceView,
): FaceView {
  checkSameSet(points, head);
  const fitter = new HeadFitter(points, head, camera);
  if (before === undefined) fitWhole(fitter);
  else {
    fitter.continueFrom(before);
    fitter.descend(fitter.parameters, 2, Math.ceil(fitter.known / roughPoints));
  }
  return fitter.result();
}

/** From nothing to the fitted head. */
export function fitWhole(fitter: HeadFitter): void {
  fitter.begin();
  fitter.descend(poseParameters, 6);
  fitter.descend(fitter.parameters, 6, Math.ceil(fitter.known / roughPoints));
  fitter.descend(fitter.parameters, 1);
}

export function checkSameSet({ set, names }: ObservedPoints, head: HeadPoints): void {
  if (names.length === head.names.length && names.every((name, k) => name === head.names[k])) return;
  throw new LineamentError(
    `describe: the face has ${names.length} points of ${set}, the head's correspondences ${head.names.length} of ${head.set}`,
    { hint: 'take the correspondences of the very set that the detector finds' },
  );
}
