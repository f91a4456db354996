/**
 * The pinhole camera of `scene.ts`: u = cx + focal·x/(−z), v = cy − focal·y/(−z). Camera space in centimetres, pixels
 * with (0, 0) at the centre of the top-left pixel, so the middle of a W-pixel row is (W − 1)/2. No lens distortion.
 */
import { add, transform, type Vector2, type Vector3 } from '../../core/vector.js';
import type { Camera, Placement } from '../scene/scene.js';

/** Head-space (or body-space) point to camera space. */
export function toCamera(point: Vector3, { rotation, translation }: Placement): Vector3 {
  return add(transform(rotation, point), translation);
}

/** Camera-space point to pixel; NaN for a point at or behind the camera. */
export function project(point: Vector3, camera: Camera): Vector2 {
  const distance = -point[2];
  if (distance <= 0) return [Number.NaN, Number.NaN];
  return [camera.cx + (camera.focal * point[0]) / distance, camera.cy - (camera.focal * point[1]) / distance];
}

/** The camera-space point seen at a pixel, `depth` centimetres along −z. */
export function unproject(pixel: Vector2, depth: number, camera: Camera): Vector3 {
  return [
    ((pixel[0] - camera.cx) / camera.focal) * depth,
    (-(pixel[1] - camera.cy) / camera.focal) * depth,
    -depth,
  ];
}

/** A camera that looks through the middle of its image. @param fieldOfView – vertical, radians. */
export function cameraFromFieldOfView(width: number, height: number, fieldOfView: number): Camera {
  return {
    width,
    height,
    focal: height / 2 / Math.tan(fieldOfView / 2),
    cx: (width - 1) / 2,
    cy: (height - 1) / 2,
  };
}
