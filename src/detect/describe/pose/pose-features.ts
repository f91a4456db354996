/**
 * What the correction of a pose reads: what the network of actions reads, and behind it what is known of the camera and where the
 * head stands before it. The mirror image of a face has the same features with sides swapped. F features.
 */
import { actionFeatures, type FaceFeatures } from '../expression/action-features.js';
import { usualDistance } from '../fit/fit-priors.js';
import type { FaceView } from '../head-fit.js';

/** Features of the camera, behind those of the actions: how unsure the focal length is, the line of sight right and up, the distance. */
export const cameraFeatures = 4;

export function poseFeatures(view: FaceView): FaceFeatures {
  const { features, mirrored } = actionFeatures(view);
  const { focalDeviation } = view.camera;
  const [x, y, z] = view.fit.translation;
  const [right, up] = [Math.atan2(x, -z), Math.atan2(y, -z)];
  const distance = Math.log(-z / usualDistance.middle);
  return {
    features: Float64Array.from([...features, focalDeviation, right, up, distance]),
    mirrored: Float64Array.from([...mirrored, focalDeviation, -right, up, distance]),
  };
}
