/**
 * Where a fitted gaze is off as a rule: fits come out too straight, and a head model that is not the person's has its eyeballs
 * elsewhere. A small network that has seen what the detector makes of synthetic faces (`scripts/fit-from-points.ts`) reads all points of
 * both eyes, corrects the angles against the line of sight and says how far off they then are. F features.
 */
import type { FaceView } from '../head-fit.js';
import { isFittedFor } from '../networks-input.js';
import { type SmallNetwork, unpackSmallNetwork } from '../small-network.js';
import { askBothWays } from './eye-network.js';
import type { JoinedGaze } from './gaze-features.js';
import { packedGazeMap } from './gaze-map.js';
import { fromHead, fromSight, sightOf } from './sight.js';

/** Of three outputs: yaw and pitch to be added, and the logarithm of what they are off afterwards; radians. */
export type GazeMap = SmallNetwork;

/** Radians: no gaze is corrected by more, and none is surer. */
const mostChange = 0.5;
const surest = 0.02;

let unpacked: GazeMap | undefined;

/** @returns the joined gaze, corrected where the map knows the points and the head. */
export function correctedGaze(view: FaceView, joined: JoinedGaze): JoinedGaze {
  if (!isFittedFor(view)) return joined;
  unpacked ??= unpackSmallNetwork(packedGazeMap.data, packedGazeMap.units);
  return applyGazeMap(unpacked, view, joined);
}

export function applyGazeMap(map: GazeMap, view: FaceView, joined: JoinedGaze): JoinedGaze {
  const sight = sightOf(view);
  if (sight === undefined) return joined;
  const fitted = fromSight(sight, view, joined);
  const answers = askBothWays(map, view, sight, fitted);
  // A point that is not known leaves the gaze as it was fitted from the others.
  if (answers === undefined) return joined;
  const [own, other] = answers;
  const change = (value: number): number => Math.max(-mostChange, Math.min(mostChange, value));
  const { yaw, pitch } = fromHead(sight, view, {
    yaw: fitted.yaw + change((own[0]! - other[0]!) / 2),
    pitch: fitted.pitch + change((own[1]! + other[1]!) / 2),
  });
  return { yaw, pitch, variance: Math.max(surest, Math.exp((own[2]! + other[2]!) / 2)) ** 2 };
}
