/**
 * Some of K landmarks, well spread over the face: one of each of equal runs of the set's order, in which those that lie
 * next to each other on a curve follow each other. Losses that need no label of every point read these alone: of 490
 * rows on 256 cells most would be near copies, and the cost grows with the rows.
 */
import type { Random } from '../core/random.js';

/** @param random – where absent, the middle of each run. @returns at most `wanted` rising indices below `count`. */
export function spreadLandmarks(count: number, wanted: number, random?: Random): number[] {
  const runs = Math.min(count, wanted);
  return Array.from({ length: runs }, (_, run) => {
    const first = Math.floor((run * count) / runs);
    const last = Math.floor(((run + 1) * count) / runs) - 1;
    return random === undefined ? Math.floor((first + last) / 2) : random.integer(first, last);
  });
}
