/**
 * How far the lids are closed, read from all points of both eyes by a small network that has seen what the detector makes of
 * synthetic faces (`scripts/fit-from-points.ts`): a fitted head mixes narrow eyes, low lids and lowered brows.
 */
import { mean } from '../../../core/numbers/statistics.js';
import type { Side } from '../../../landmarks/surface.js';
import { leastSeen } from '../eyes/eye-opening.js';
import { lidIndices } from '../eyes/lid-points.js';
import { askBothWays } from '../gaze/eye-network.js';
import { sightOf } from '../gaze/sight.js';
import type { FaceView } from '../head-fit.js';
import { isFittedFor } from '../networks-input.js';
import { type SmallNetwork, unpackSmallNetwork } from '../small-network.js';
import { packedLidMap } from './lid-map.js';
import { leastSure, type Measured, measuredShare } from './measured.js';

/** Of three outputs: how far the right and the left eye are closed, 0 to 1, and the logarithm of either's deviation. */
export type LidMap = SmallNetwork;

/** The gaze as fitted is not read: lids follow it, and the points show both. */
export const noGaze = { yaw: 0, pitch: 0 } as const;

let unpacked: LidMap | undefined;

/** @returns undefined for points or a head that the map was not fitted for. */
export function lidClosure(
  view: FaceView,
): { 'eyesClosed.right': Measured; 'eyesClosed.left': Measured } | undefined {
  if (!isFittedFor(view)) return undefined;
  unpacked ??= unpackSmallNetwork(packedLidMap.data, packedLidMap.units);
  return applyLidMap(unpacked, view);
}

export function applyLidMap(map: LidMap, view: FaceView): ReturnType<typeof lidClosure> {
  const sight = sightOf(view);
  if (sight === undefined) return undefined;
  const answers = askBothWays(map, view, sight, noGaze);
  if (answers === undefined) return undefined;
  const [own, other] = answers;
  // Eyes whose lids are hardly seen (behind dark glasses, hair, the nose) were not learnt from.
  const closed = (side: Side, value: number): Measured => {
    const told = measuredShare(value, (own[2]! + other[2]!) / 2);
    const seen = mean(lidIndices(view.head, side).map((k) => view.points.seen[k]!));
    return seen < leastSeen ? { ...told, deviation: leastSure } : told;
  };
  return {
    'eyesClosed.right': closed('right', (own[0]! + other[1]!) / 2),
    'eyesClosed.left': closed('left', (own[1]! + other[0]!) / 2),
  };
}
