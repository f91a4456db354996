/** How far apart the margins of an eye's lids stand, by the points of their middle parts. */
import type { Side } from '../../../landmarks/surface.js';
import type { FaceView } from '../head-fit.js';
import { type LidPoint, lidPoints } from './lid-points.js';
import { liftedHeight } from './lifted-height.js';

/** A still shows no `closing`: that takes a video (`fatigue/`). */
export type LidState = 'open' | 'closing' | 'closed' | 'unknown';

export interface EyeOpening {
  state: LidState;
  /** Distance between the lids' margins along the head's up axis, millimetres, with its standard deviation. */
  aperture: number;
  deviation: number;
  /** Share of the lids' middle parts that can be seen, 0 to 1. */
  seen: number;
}

/** Where along the eye its opening is taken: about its middle. */
const measuredAt = [0.35, 0.45, 0.55, 0.65];
/**
 * Millimetres: lids are closed where their distance less its deviation is below this. Detectors leave closed lids apart, the more
 * the less sure they are (docs/describing.md).
 */
const closedBelow = 2;
/** Where it is less sure than `sure`, below this they are closed and above `closedBelow` open: between, it is unknown. */
const surelyClosedBelow = 0;
const sure = 2.5;
/** Surer than this, millimetres, or it is unknown; and so with less of the lids' points seen. */
const leastSure = 4.5;
export const leastSeen = 0.3;
/** By how far the head's size, on which millimetres hang, may be wrong. */
const sizeDeviation = 0.05;
/** Neighbouring points err alike. */
const alike = 2;

/** @returns undefined where the set has no lids. */
export function eyeOpening(view: FaceView, side: Side): EyeOpening | undefined {
  const lids = lidPoints(view.head)[side];
  if (lids === undefined) return undefined;
  const upper = marginOf(view, lids.upper);
  const lower = marginOf(view, lids.lower);
  const aperture = 10 * Math.max(0, upper.height - lower.height);
  const deviation = Math.hypot(10 * upper.deviation, 10 * lower.deviation, sizeDeviation * aperture);
  if (!Number.isFinite(aperture)) return { state: 'unknown', aperture: 0, deviation: usualOpening, seen: 0 };
  const seen = (upper.seen + lower.seen) / 2;
  return {
    state: seen < leastSeen ? 'unknown' : stateOf(aperture - deviation, deviation),
    aperture,
    deviation,
    seen,
  };
}

/** @param least – how far they are open at the least. */
function stateOf(least: number, deviation: number): LidState {
  if (deviation >= leastSure) return 'unknown';
  if (least >= closedBelow) return 'open';
  return deviation < sure || least < surelyClosedBelow ? 'closed' : 'unknown';
}

/** What an eye whose lids are not known may be open, millimetres. */
const usualOpening = 10;

/** Height of a lid's margin about the middle of the eye, by straight lines between its points; centimetres. */
function marginOf(
  view: FaceView,
  points: readonly LidPoint[],
): { height: number; deviation: number; seen: number } {
  const shares = new Map<number, number>();
  const give = (index: number, share: number): void => {
    shares.set(index, (shares.get(index) ?? 0) + share / measuredAt.length);
  };
  for (const at of measuredAt) {
    const next = points.findIndex(({ along }) => along >= at);
    const after = points[next === -1 ? points.length - 1 : next]!;
    const before = points[Math.max(0, (next === -1 ? points.length : next) - 1)]!;
    const share = after.along > before.along ? (at - before.along) / (after.along - before.along) : 0;
    give(after.index, Math.min(1, share));
    give(before.index, 1 - Math.min(1, share));
  }
  let [height, variance, seen] = [0, 0, 0];
  for (const [index, share] of shares) {
    const lifted = liftedHeight(view, index);
    height += share * lifted.height;
    variance += (share * lifted.perPixel * view.points.uncertainty[index]!) ** 2;
    seen += share * view.points.seen[index]!;
  }
  return { height, deviation: Math.sqrt(variance * alike), seen };
}
