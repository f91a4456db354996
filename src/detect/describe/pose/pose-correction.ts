/**
 * Where a fitted head's pose is off as a rule: a head that is not the person's is turned to make up for their shape, and errors of
 * neighbouring points are alike. A small network that has seen what the detector makes of synthetic faces
 * (`scripts/fit-from-points.ts`) reads the points beside the fit, says by how much the head is turned from there, and how far off that
 * then is, whether the camera's focal length was given or estimated. Angles in radians, about the head's own axes: x to the subject's left
 * (pitch), y up (yaw), z out of the face (roll).
 */
import {
  type Matrix3,
  multiply,
  rotationBy,
  transform,
  transpose,
  type Vector3,
} from '../../../core/vector.js';
import type { FaceView, HeadFit } from '../head-fit.js';
import { isFittedFor } from '../networks-input.js';
import { applyBothWays, type SmallNetwork, unpackSmallNetwork } from '../small-network.js';
import { poseFeatures } from './pose-features.js';
import { packedPoseMap } from './pose-map.js';

/** A rotation with the `[6, 6]` covariance of a small further rotation about the camera's axes and of the position. */
export type UncertainPose = Pick<HeadFit, 'rotation' | 'covariance'>;

/** Radians: no pose is turned by more about one axis, and none is surer. */
const mostChange = 0.3;
const surest = 0.005;

let unpacked: SmallNetwork | undefined;

const corrected = new WeakMap<FaceView, UncertainPose>();

/**
 * Worked out once for each view.
 * @returns the fit's pose, corrected where the network knows the points and the head.
 */
export function correctedPose(view: FaceView): UncertainPose {
  if (!isFittedFor(view)) return view.fit;
  let pose = corrected.get(view);
  if (pose === undefined) {
    unpacked ??= unpackSmallNetwork(packedPoseMap.data, packedPoseMap.units);
    pose = applyPoseNetwork(unpacked, view);
    corrected.set(view, pose);
  }
  return pose;
}

/** The mean of what it says of the face and of its mirror image, which turns the other way about y and z. */
export function applyPoseNetwork(network: SmallNetwork, view: FaceView): UncertainPose {
  const { features, mirrored } = poseFeatures(view);
  const answers = applyBothWays(network, features, mirrored);
  // A point that is not known leaves the pose as it was fitted from the others.
  if (answers === undefined) return view.fit;
  const [own, other] = answers;
  const turn = [0, 1, 2].map((axis) => {
    const both = (own[axis]! + (axis === 0 ? 1 : -1) * other[axis]!) / 2;
    return Math.max(-mostChange, Math.min(mostChange, both));
  }) as unknown as Vector3;
  const deviations = [3, 4, 5].map((o) => Math.max(surest, Math.exp((own[o]! + other[o]!) / 2)));
  const { rotation, covariance } = view.fit;
  return {
    rotation: multiply(rotation, rotationBy(turn)),
    covariance: withDeviations(covariance, rotation, deviations as unknown as Vector3),
  };
}

/**
 * The covariance with other deviations of the turns about the head's own axes; how they and the position go together stays.
 * @param covariance – `[6, 6]`, turns about the camera's axes first.
 */
export function withDeviations(
  covariance: Float64Array,
  rotation: Matrix3,
  deviations: Vector3,
): Float64Array {
  const toHead = transpose(rotation);
  const block = [0, 6, 12].flatMap((row) => [...covariance.subarray(row, row + 3)]) as unknown as Matrix3;
  const inHead = multiply(multiply(toHead, block), rotation);
  const [x, y, z] = deviations.map((value, axis) => value / Math.sqrt(inHead[4 * axis]!)) as [
    number,
    number,
    number,
  ];
  // To the head's axes, longer or shorter there, and back.
  const stretch = multiply(multiply(rotation, [x, 0, 0, 0, y, 0, 0, 0, z]), toHead);
  const onTurns = (values: Vector3): Vector3 => transform(stretch, values);
  const out = covariance.slice();
  for (let column = 0; column < 6; column++) {
    const turned = onTurns([out[column]!, out[6 + column]!, out[12 + column]!]);
    for (const axis of [0, 1, 2] as const) out[6 * axis + column] = turned[axis];
  }
  for (let row = 0; row < 6; row++)
    out.set(onTurns([out[6 * row]!, out[6 * row + 1]!, out[6 * row + 2]!]), 6 * row);
  return out;
}
