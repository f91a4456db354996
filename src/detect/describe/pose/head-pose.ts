/** How the head stands before the camera: as the fitted head does, corrected where a network knows what such fits are off. */
import type { Vector3 } from '../../../core/vector.js';
import { poseOfRotation } from '../../../face/person/pose-distribution.js';
import type { FaceView } from '../head-fit.js';
import { correctedPose } from './pose-correction.js';

export interface HeadPoseEstimate {
  /** Radians. Positive yaw turns the face to the picture's right (the subject's left), positive pitch up; `poseRotation` in `face/`. */
  yaw: number;
  pitch: number;
  /** Positive where the head leans clockwise in the picture. */
  roll: number;
  /** Between the eyeballs' centres; camera space, centimetres. As sure as the distance, which hangs on the focal length. */
  position: Vector3;
  /** Row-major 3×3, head space to camera space. */
  rotation: number[];
  /**
   * `[6][6]` of a small further rotation about the camera's x, y and z axes (radians) and of the position (centimetres).
   */
  covariance: number[][];
  /** Standard deviation of the whole turn, radians: the root of the sum of the three rotations' variances. */
  deviation: number;
}

export function headPose(view: FaceView): HeadPoseEstimate {
  const { rotation, covariance } = correctedPose(view);
  return {
    ...poseOfRotation(rotation),
    position: view.fit.translation,
    rotation: [...rotation],
    covariance: [0, 1, 2, 3, 4, 5].map((row) => [...covariance.subarray(6 * row, 6 * row + 6)]),
    deviation: Math.sqrt(covariance[0]! + covariance[7]! + covariance[14]!),
  };
}
