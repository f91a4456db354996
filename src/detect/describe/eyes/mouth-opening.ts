/** How far apart the inner lips stand in the middle of the mouth. */
import type { HeadPoints } from '../head/head-points.js';
import type { FaceView } from '../head-fit.js';
import { liftedHeight } from './lifted-height.js';

export interface MouthOpening {
  /** `unknown` where the lips are hidden, by a hand, a mask or the picture's edge, or not known to be closed. */
  state: 'closed' | 'open' | 'wide' | 'unknown';
  /** Distance between the inner lips along the head's up axis, millimetres, with its standard deviation. */
  opening: number;
  deviation: number;
}

/** Millimetres. Speech seldom opens a mouth as wide as a yawn does. */
const openFrom = 4;
const wideFrom = 22;
const leastSure = 8;
const leastSeen = 0.3;
const sizeDeviation = 0.05;
const alike = 2;

/** @returns undefined where the set has no inner lips. */
export function mouthOpening(view: FaceView): MouthOpening | undefined {
  const lips = middleLips(view.head);
  if (lips === undefined) return undefined;
  const lip = (indices: readonly number[]): { height: number; variance: number; seen: number } => {
    let [height, variance, seen] = [0, 0, 0];
    for (const k of indices) {
      const lifted = liftedHeight(view, k);
      height += lifted.height / indices.length;
      variance += (lifted.perPixel * view.points.uncertainty[k]!) ** 2 / indices.length ** 2;
      seen += view.points.seen[k]! / indices.length;
    }
    return { height, variance, seen };
  };
  const upper = lip(lips.upper);
  const lower = lip(lips.lower);
  const opening = 10 * Math.max(0, upper.height - lower.height);
  if (!Number.isFinite(opening)) return { state: 'unknown', opening: 0, deviation: usualOpening };
  const deviation = Math.hypot(
    10 * Math.sqrt((upper.variance + lower.variance) * alike),
    sizeDeviation * opening,
  );
  const state = opening >= wideFrom ? 'wide' : opening >= openFrom ? 'open' : 'closed';
  const seen = (upper.seen + lower.seen) / 2;
  // Half hidden lips that may as well be open are not known to be closed.
  const isGuessed = state === 'closed' && deviation >= openFrom && seen < 0.5;
  const known = deviation < leastSure && seen >= leastSeen && !isGuessed;
  return { state: known ? state : 'unknown', opening, deviation };
}

const usualOpening = 20;

/** Whether a set says anything about how far the mouth is open. */
export function hasInnerLips(head: HeadPoints): boolean {
  return middleLips(head) !== undefined;
}

const made = new WeakMap<HeadPoints, { upper: number[]; lower: number[] } | null>();

/** The points of the inner lips nearest to the middle of the face. */
function middleLips(head: HeadPoints): { upper: number[]; lower: number[] } | undefined {
  let lips = made.get(head);
  if (lips === undefined) {
    const near = (lip: 'upper' | 'lower'): number[] => {
      const all = head.names.flatMap((name, k) => (name.startsWith(`lip.inner.${lip}.`) ? [k] : []));
      const away = (k: number): number => Math.abs(head.mean[3 * k]!);
      const nearest = Math.min(...all.map(away));
      return all.filter((k) => away(k) < nearest + 0.3);
    };
    const found = { upper: near('upper'), lower: near('lower') };
    lips = found.upper.length > 0 && found.lower.length > 0 ? found : null;
    made.set(head, lips);
  }
  return lips ?? undefined;
}
