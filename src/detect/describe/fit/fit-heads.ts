/**
 * One person in several pictures, or the frames of a video: identity is shared, everything else is each picture's own.
 * Every picture says what it knows of the identity with everything else left open; the sum, with the population's
 * distribution once, is the identity of all, with which each picture is fitted again.
 */

import type { HeadPoints } from '../head/head-points.js';
import type { FaceView } from '../head-fit.js';
import type { ObservedPoints } from '../observed-points.js';
import { checkCamera, type KnownCamera } from '../viewing-camera.js';
import { checkSameSet } from './fit-head.js';
import { poseParameters } from './fit-parameters.js';
import { HeadFitter } from './head-fitter.js';
import { inversePositive } from './inverse.js';
import { knownIdentity, shapeModes } from './shape-modes.js';

export interface PicturedPoints {
  points: ObservedPoints;
  camera?: KnownCamera;
}

/** @returns a view for each picture, all of the same identity and its deviation. */
export function fitHeads(pictures: readonly PicturedPoints[], head: HeadPoints): FaceView[] {
  const modes = shapeModes(head);
  const { identityCount: count } = modes;
  const n = poseParameters + modes.count;
  const sum = { precision: new Float64Array(count * count), vector: new Float64Array(count) };
  for (let p = 0; p < count; p++) {
    sum.precision[p * (count + 1)] = modes.precision[p]!;
    sum.vector[p] = modes.precision[p]! * modes.expected[p]!;
  }
  for (const { points, camera = {} } of pictures) {
    checkCamera(camera);
    checkSameSet(points, head);
    const fitter = new HeadFitter(points, head, camera);
    fitter.begin();
    fitter.descend(poseParameters, 6);
    fitter.descend(n, 8);
    const { precision, vector } = fitter.identityInformation();
    precision.forEach((value, i) => {
      sum.precision[i]! += value;
    });
    vector.forEach((value, i) => {
      sum.vector[i]! += value;
    });
  }
  const covariance = inversePositive(sum.precision, count);
  const identity = Float64Array.from({ length: count }, (_, i) => {
    let value = 0;
    for (let j = 0; j < count; j++) value += covariance[i * count + j]! * sum.vector[j]!;
    return value;
  });
  const known = knownIdentity(modes, identity);
  return pictures.map(({ points, camera = {} }) => {
    const fitter = new HeadFitter(points, head, camera, known);
    fitter.begin();
    fitter.descend(poseParameters, 6);
    fitter.descend(n, 8);
    const view = fitter.result();
    const identityDeviation = view.fit.identityDeviation.map((value, i) =>
      i < count ? Math.sqrt(covariance[i * (count + 1)]!) : value,
    );
    return { ...view, fit: { ...view.fit, identityDeviation } };
  });
}
