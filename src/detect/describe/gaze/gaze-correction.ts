/**
 * Where a fitted gaze is off as a rule: fits come out too straight, and how far the eyeball lies behind the lids hangs on the
 * person. A ridge regression that has seen what the detector makes of synthetic faces (`scripts/fit-gaze.ts`) corrects the
 * angles and says how far off they then are. Linear. F features.
 */
import type { FaceView } from '../head-fit.js';
import { applyLinearMap, type LinearMap, unpackLinearMap } from '../linear-map.js';
import type { FittedEyeballs } from './eyeball-fit.js';
import { gazeFeatures, type JoinedGaze } from './gaze-features.js';
import { packedGazeMap } from './gaze-map.js';

/** Of three outputs: yaw and pitch to be added, and the logarithm of what they are off afterwards; radians. */
export type GazeMap = LinearMap;

/** What the map was fitted for. */
const known = { set: 'dense1001', convention: 'contour', head: 'cage' } as const;
/** Radians: no gaze is corrected by more, and none is surer. */
const mostChange = 0.25;
const surest = 0.03;

let unpacked: GazeMap | undefined;

export function isCorrected({ head }: Pick<FaceView, 'head'>): boolean {
  return head.set === known.set && head.convention === known.convention && head.head === known.head;
}

/** @returns the joined gaze, corrected where the map knows the points and the head. */
export function correctedGaze(view: FaceView, fitted: FittedEyeballs, joined: JoinedGaze): JoinedGaze {
  if (!isCorrected(view)) return joined;
  unpacked ??= unpackLinearMap(packedGazeMap.data, packedGazeMap.features, 3);
  return applyGazeMap(unpacked, view, fitted, joined);
}

export function applyGazeMap(
  map: GazeMap,
  view: FaceView,
  fitted: FittedEyeballs,
  joined: JoinedGaze,
): JoinedGaze {
  const own = applyLinearMap(map, gazeFeatures(view, fitted, joined, false));
  const other = applyLinearMap(map, gazeFeatures(view, fitted, joined, true));
  const change = (value: number): number => Math.max(-mostChange, Math.min(mostChange, value));
  return {
    yaw: joined.yaw + change((own[0]! - other[0]!) / 2),
    pitch: joined.pitch + change((own[1]! + other[1]!) / 2),
    variance: Math.max(surest, Math.exp((own[2]! + other[2]!) / 2)) ** 2,
  };
}
