/**
 * What the correction of a gaze reads: both fitted eyeballs, how far the lids are open, how the head stands and how it is
 * shaped. The mirror image of a face has the same features with sides swapped, so a mirrored picture gives the mirrored gaze.
 */
import { poseOfRotation } from '../../../face/person/pose-distribution.js';
import { symmetricParameters } from '../expression/fit-features.js';
import { eyeOpening } from '../eyes/eye-opening.js';
import type { FaceView } from '../head-fit.js';
import type { FittedEyeballs } from './eyeball-fit.js';

/** Of both eyes together: radians against the head, and the variance along either. */
export interface JoinedGaze {
  yaw: number;
  pitch: number;
  variance: number;
}

/** @returns `[F]`. @param mirrored – those of the mirror image. */
export function gazeFeatures(
  view: FaceView,
  { eyes }: FittedEyeballs,
  joined: JoinedGaze,
  mirrored: boolean,
): Float64Array {
  const { head, fit, camera } = view;
  const side = mirrored ? -1 : 1;
  const pose = poseOfRotation(fit.rotation);
  const headYaw = side * pose.yaw;
  const [first, second] = (mirrored ? ['left', 'right'] : ['right', 'left']) as ['right', 'left'];
  const ofEye = (name: 'right' | 'left'): number[] => {
    const { yaw, pitch, covariance } = eyes[name];
    const { aperture = 0, deviation = 0 } = eyeOpening(view, name) ?? {};
    return [side * yaw, pitch, Math.sqrt((covariance[0] + covariance[3]) / 2), aperture, deviation];
  };
  const [one, other] = [ofEye(first), ofEye(second)];
  const deviation = Math.sqrt(joined.variance);
  // Pixels a centimetre.
  const size = Math.log(camera.focal / -fit.translation[2]);
  const angles = [side * joined.yaw, joined.pitch];
  return Float64Array.from([
    ...one,
    ...other,
    ...angles,
    deviation,
    headYaw,
    pose.pitch,
    side * pose.roll,
    Math.log(Math.max(0.1, fit.misfit)),
    Math.abs(headYaw),
    size,
    ...symmetricParameters(head.identityNames).map((p) => fit.identity[p]!),
    one[0]! - other[0]!,
    one[1]! - other[1]!,
    ...angles.flatMap((angle) => [
      angle * deviation,
      angle * size,
      angle * headYaw,
      angle * pose.pitch,
      angle * Math.abs(angle),
    ]),
  ]);
}
