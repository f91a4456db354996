/**
 * Where observed points stand along the head's own up axis: each is lifted into camera space onto the plane through its
 * place on the fitted head that holds that axis and faces the camera. Free of the head's pose and of how well the fitted
 * face opens its eyes and mouth.
 */
import { transform, type Vector3 } from '../../../core/vector.js';
import type { FaceView } from '../head-fit.js';

export interface LiftedHeight {
  /** Centimetres along the head's up axis, and what one pixel is there. */
  height: number;
  perPixel: number;
}

export function liftedHeight({ points, camera, fit }: FaceView, k: number): LiftedHeight {
  const { rotation, translation, places } = fit;
  const up: Vector3 = [rotation[1], rotation[4], rotation[7]];
  const turned = transform(rotation, [places[3 * k]!, places[3 * k + 1]!, places[3 * k + 2]!]);
  const place: Vector3 = [turned[0] + translation[0], turned[1] + translation[1], turned[2] + translation[2]];
  const along = place[0] * up[0] + place[1] * up[1] + place[2] * up[2];
  // Towards the camera, across the up axis.
  const normal: Vector3 = [along * up[0] - place[0], along * up[1] - place[1], along * up[2] - place[2]];
  const ray: Vector3 = [
    (points.points[2 * k]! - camera.cx) / camera.focal,
    -(points.points[2 * k + 1]! - camera.cy) / camera.focal,
    -1,
  ];
  const towards = ray[0] * normal[0] + ray[1] * normal[1] + ray[2] * normal[2];
  const reach = (place[0] * normal[0] + place[1] * normal[1] + place[2] * normal[2]) / towards;
  const height = reach * (ray[0] * up[0] + ray[1] * up[1] + ray[2] * up[2]);
  const across = Math.hypot(...normal);
  return {
    height,
    // A head that looks up or down shows its height foreshortened.
    perPixel: ((reach / camera.focal) * Math.hypot(...place)) / Math.max(0.2 * Math.hypot(...place), across),
  };
}
