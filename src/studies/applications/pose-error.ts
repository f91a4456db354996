/** How far a found rotation lies from the true one, and how that compares with the error bars that came with it. */
import { type Matrix3, multiply, transpose } from '../../core/vector.js';

export interface PoseError {
  /** The angle between the true and the found rotation, degrees. */
  error: number;
  /** The error about the camera's three axes against the standard deviations that were given. */
  shares: [number, number, number];
}

/** @returns the angle between two rotations, degrees. */
export function angleBetween(found: Matrix3, truth: Matrix3): number {
  return angleOf(multiply(found, transpose(truth)));
}

/** @param variances – of a small further rotation about the camera's axes, radians². */
export function poseError(
  found: Matrix3,
  variances: readonly [number, number, number],
  truth: Matrix3,
): PoseError {
  const turn = multiply(found, transpose(truth));
  const axes = [(turn[7] - turn[5]) / 2, (turn[2] - turn[6]) / 2, (turn[3] - turn[1]) / 2] as const;
  const share = (axis: 0 | 1 | 2): number => axes[axis] / Math.sqrt(variances[axis]);
  return {
    error: angleOf(turn),
    shares: [share(0), share(1), share(2)],
  };
}

/** Of a rotation, degrees. */
function angleOf(turn: Matrix3): number {
  return (180 / Math.PI) * Math.acos(Math.max(-1, Math.min(1, (turn[0] + turn[4] + turn[8] - 1) / 2)));
}
