/**
 * Where a fitted gaze is off as a rule: fits come out too straight, and how far the eyeball lies behind the lids hangs on the
 * person. A ridge regression that has seen what the detector makes of synthetic faces (`scripts/fit-gaze.ts`) corrects the
 * angles and says how far off they then are. Linear. F features.
 */
import type { FaceView } from '../head-fit.js';
import { unpackArrays } from '../packed-arrays.js';
import type { FittedEyeballs } from './eyeball-fit.js';
import { gazeFeatures, type JoinedGaze } from './gaze-features.js';
import { packedGazeMap } from './gaze-map.js';

export interface GazeMap {
  /** `[F]` of the features, by which they are brought to a standard normal. */
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  /** `[F, 3]`, `[3]`: yaw and pitch to be added, and the logarithm of what they are off afterwards; radians. */
  readonly weight: Float64Array;
  readonly bias: Float64Array;
}

/** What the map was fitted for. */
const known = { set: 'dense1001', convention: 'contour', head: 'cage' } as const;
/** Features that many deviations off say no more than these. */
const mostDeviations = 4;
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
  const { features } = packedGazeMap;
  if (unpacked === undefined) {
    const [mean, deviation, weight, bias] = unpackArrays(packedGazeMap.data, [
      features,
      features,
      3 * features,
      3,
    ]);
    unpacked = { mean: mean!, deviation: deviation!, weight: weight!, bias: bias! };
  }
  return applyGazeMap(unpacked, view, fitted, joined);
}

export function applyGazeMap(
  map: GazeMap,
  view: FaceView,
  fitted: FittedEyeballs,
  joined: JoinedGaze,
): JoinedGaze {
  const own = forward(map, gazeFeatures(view, fitted, joined, false));
  const other = forward(map, gazeFeatures(view, fitted, joined, true));
  const change = (value: number): number => Math.max(-mostChange, Math.min(mostChange, value));
  return {
    yaw: joined.yaw + change((own[0]! - other[0]!) / 2),
    pitch: joined.pitch + change((own[1]! + other[1]!) / 2),
    variance: Math.max(surest, Math.exp((own[2]! + other[2]!) / 2)) ** 2,
  };
}

/** `[F]` as the map reads them. */
export function standardisedGaze(
  { mean, deviation }: Pick<GazeMap, 'mean' | 'deviation'>,
  features: Float64Array,
): Float64Array {
  return features.map((value, f) =>
    Math.min(mostDeviations, Math.max(-mostDeviations, (value - mean[f]!) / deviation[f]!)),
  );
}

function forward(map: GazeMap, features: Float64Array): Float64Array {
  const out = map.bias.slice();
  standardisedGaze(map, features).forEach((value, f) => {
    for (let o = 0; o < 3; o++) out[o]! += value * map.weight[3 * f + o]!;
  });
  return out;
}
