/**
 * One person in several pictures, or the frames of a video: identity is shared, everything else is each picture's own.
 * Every picture says what it knows of the identity with everything else left open; the sum, with the population's
 * distribution once, is the identity of all, with which each picture is fitted again.
 */

import type { HeadPoints } from '../head/head-points.js';
import type { FaceView } from '../head-fit.js';
import type { ObservedPoints } from '../observed-points.js';
import type { KnownCamera } from '../viewing-camera.js';
import { checkSameSet, fitWhole } from './fit-head.js';
import { HeadFitter } from './head-fitter.js';
import { inversePositive } from './inverse.js';
import { knownIdentity, shapeModes } from './shape-modes.js';

export interface PicturedPoints {
  points: ObservedPoints;
  camera?: KnownCamera;
}

/** What one picture says of who it is, everything else left open. P identity parameters. */
export interface IdentityEvidence {
  /** `[P, P]` and `[P]`: precision, and precision times mean. */
  precision: Float64Array;
  vector: Float64Array;
}

/** @returns a view for each picture, all of the same identity and its deviation. */
export function fitHeads(pictures: readonly PicturedPoints[], head: HeadPoints): FaceView[] {
  const { identity, deviation } = joinIdentity(
    pictures.map((picture) => identityEvidence(picture, head)),
    head,
  );
  const known = knownIdentity(shapeModes(head), identity);
  return pictures.map(({ points, camera = {} }) => {
    const fitter = new HeadFitter(points, head, camera, known);
    fitWhole(fitter);
    const view = fitter.result();
    const identityDeviation = view.fit.identityDeviation.map((value, i) => deviation[i] ?? value);
    return { ...view, fit: { ...view.fit, identityDeviation } };
  });
}

export function identityEvidence(
  { points, camera = {} }: PicturedPoints,
  head: HeadPoints,
): IdentityEvidence {
  checkSameSet(points, head);
  const fitter = new HeadFitter(points, head, camera);
  fitWhole(fitter);
  return fitter.identityInformation();
}

/** @returns `[P]` the identity that all pictures together make likely, and its standard deviations. */
export function joinIdentity(
  evidence: readonly IdentityEvidence[],
  head: HeadPoints,
): { identity: Float64Array; deviation: Float64Array } {
  const modes = shapeModes(head);
  const { identityCount: count } = modes;
  const sum = new Float64Array(count * count);
  const vector = new Float64Array(count);
  for (let p = 0; p < count; p++) {
    sum[p * (count + 1)] = modes.precision[p]!;
    vector[p] = modes.precision[p]! * modes.expected[p]!;
  }
  for (const one of evidence) {
    for (let i = 0; i < sum.length; i++) sum[i]! += one.precision[i]!;
    for (let i = 0; i < count; i++) vector[i]! += one.vector[i]!;
  }
  const covariance = inversePositive(sum, count);
  const identity = vector.map((_, i) => {
    let value = 0;
    for (let j = 0; j < count; j++) value += covariance[i * count + j]! * vector[j]!;
    return value;
  });
  return { identity, deviation: identity.map((_, i) => Math.sqrt(covariance[i * (count + 1)]!)) };
}
