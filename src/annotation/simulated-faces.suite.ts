/** Faces of tests: the frontal mean face, and detections that miss it. */
import { Random } from '../core/random.js';
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import { frontalTemplate } from '../landmarks/shape-frame.js';
import type { MissedFace } from './error-modes.js';

/** @param radius – pixels. @returns `[K, 2]`, the middle at (200, 200). */
export const frontalFace = (set: LandmarkSet, radius: number): Float32Array =>
  frontalTemplate(set).map((value) => 200 + radius * value);

/** Detections that are all off by the same in one region, and by a little noise everywhere. */
export function missedFaces(set: LandmarkSet, count: number): MissedFace[] {
  const truth = frontalFace(set, 100);
  return Array.from({ length: count }, (_, i) => {
    const random = new Random(3, 'missed', i);
    const both = 6 * random.normal();
    const points = truth.map((value, at) => {
      const isMouth = set.points[at >> 1]!.region === 'mouth';
      return value + (isMouth ? both + (at % 2 === 0 ? 8 : 0) : 0) + 0.3 * random.normal();
    });
    return { points, uncertainty: new Float32Array(set.points.length).fill(4), truth };
  });
}
