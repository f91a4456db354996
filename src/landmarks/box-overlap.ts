/** How far two boxes are the same: intersection over union, and what it is made of. Rolls are left out of account. */
import type { FaceBox } from './face-crop.js';

/** Intersection over union, 0 to 1. */
export function overlapOf(a: FaceBox, b: FaceBox): number {
  const shared = sharedArea(a, b);
  return shared === 0 ? 0 : shared / (a.width * a.height + b.width * b.height - shared);
}

/** Square pixels. */
export function sharedArea(a: FaceBox, b: FaceBox): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, across) * Math.max(0, down);
}
