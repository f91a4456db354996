/** The correspondences that are taken where none are given: a built-in set on the embedded head. Made once for each set. */
import { createCageHead } from '../../../face/heads/cage/cage-head.js';
import type { HeadModel } from '../../../face/heads/head-model.js';
import type { Convention } from '../../../landmarks/landmark-set.js';
import { landmarkSet } from '../../../landmarks/sets/registry.js';
import type { HeadPoints } from './head-points.js';
import { sampleHeadPoints } from './sample-head-points.js';

let cage: HeadModel | undefined;
const made = new Map<string, HeadPoints>();

/** Made once. */
export function embeddedHead(): HeadModel {
  cage ??= createCageHead();
  return cage;
}

/** @param set – the name of a built-in set. */
export function defaultHeadPoints(set: string, convention: Convention): HeadPoints {
  const key = `${set} ${convention}`;
  let points = made.get(key);
  if (points === undefined) {
    points = sampleHeadPoints(embeddedHead(), landmarkSet(set), convention);
    made.set(key, points);
  }
  return points;
}
