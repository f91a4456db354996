/**
 * Which way of placing points is used for faces that nobody has touched: the one that comes nearest to faces that are done and
 * that none of the ways has learnt from. These faces began from what was used then, so the rule favours what is used. Safe in browsers.
 */
import { mean } from '../core/numbers/statistics.js';
import type { LandmarkSet } from '../landmarks/landmark-set.js';
import { pointsRadius } from '../landmarks/point-map.js';

/** One of so many faces, in the order in which they were done. */
const every = 5;

export const isHeldOut = (place: number): boolean => place % every === every - 1;

/** `before`: label transfer that was trained earlier and is in use. */
export const placingWays = ['detector', 'ridge', 'before', 'trained'] as const;
export type PlacingWay = (typeof placingWays)[number];

/** Mean distance of the points on held-out faces, per cent of the faces' radius; null where the way does not exist. */
export type HeldOutErrors = Record<PlacingWay, number | null>;

/** @param pairs – `[K, 2]` points as they were placed and as they were left. */
export function placingError(
  { points }: LandmarkSet,
  pairs: readonly { placed: Float32Array; left: Float32Array }[],
): number {
  return mean(
    pairs.map(({ placed, left }) => {
      const radius = pointsRadius(left);
      const distances = points.map((_, k) =>
        Math.hypot(placed[2 * k]! - left[2 * k]!, placed[2 * k + 1]! - left[2 * k + 1]!),
      );
      return (100 * mean(distances)) / radius;
    }),
  );
}

/** @returns the way with the smallest error; of two alike what is used already. */
export function bestWay(errors: HeldOutErrors, used: Exclude<PlacingWay, 'trained'>): PlacingWay {
  let best: PlacingWay = used;
  for (const way of placingWays) {
    const error = errors[way];
    const least = errors[best];
    if (error !== null && (least === null || error < least)) best = way;
  }
  return best;
}
