/** What the small networks of pose, gaze, lids, actions and emotions were fitted for (`scripts/fit-from-points.ts`). */
import type { FaceView } from './head-fit.js';

const known = { set: 'dense1001', convention: 'contour', head: 'cage' } as const;

/** True where the view has the points and the head that the networks know. */
export function isFittedFor({ head }: Pick<FaceView, 'head'>): boolean {
  return head.set === known.set && head.convention === known.convention && head.head === known.head;
}
