/** Which point to look at next: the most uncertain one that is neither put nor next to one that was looked at. */
import type { FaceSnapshot } from './face-session.js';
import { boxOf } from './view.js';

/** As a share of the face's size: neighbours of a dense set are wrong together. */
const apart = 0.05;

export function nextDoubtful({ edited, spread }: FaceSnapshot, looked: readonly number[]): number | null {
  const { points, fixed } = edited;
  const { width, height } = boxOf(points);
  const least = apart * Math.max(width, height);
  const isNear = (k: number): boolean =>
    looked.some((other) => {
      const [dx, dy] = [points[2 * k]! - points[2 * other]!, points[2 * k + 1]! - points[2 * other + 1]!];
      return Math.hypot(dx, dy) < least;
    });
  let best: number | null = null;
  for (let k = 0; k < spread.length; k++)
    if (!fixed.has(k) && (best === null || spread[k]! > spread[best]!) && !isNear(k)) best = k;
  return best;
}
