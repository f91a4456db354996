/** Where head and body of a described scene stand before the camera. Centimetres, camera space. */
import {
  add,
  type Matrix3,
  multiply,
  rotationAbout,
  scale,
  subtract,
  transform,
  transpose,
  type Vector3,
} from '../../core/vector.js';
import { type BodyTurn, bodyTurn } from '../../face/dress/clothing/neck-bend.js';
import type { HeadPose } from '../../face/person/description.js';
import { poseRotation } from '../../face/person/pose-distribution.js';
import type { Placement } from './scene.js';
import type { CameraDescription, SceneDescription } from './scene-description.js';

/** The neck turns about 70° at most; comfortable pictures stay below. */
const furthestTwist = (50 * Math.PI) / 180;
/** Where head and body turn against each other, head space: the top of the neck. */
export const neckPivot: Vector3 = [0, -9, -7];

export function placeHead({ camera, pose }: Pick<SceneDescription, 'camera' | 'pose'>): Placement {
  const { distance, offAxisX, offAxisY } = camera;
  const level: Vector3 = [distance * Math.tan(offAxisX), distance * Math.tan(offAxisY), -distance];
  const turn = cameraTurn(camera);
  return { rotation: multiply(turn, poseRotation(pose)), translation: transform(turn, level) };
}

/** From a level camera's space to that of the described camera, which is turned about its axis. */
export function cameraTurn({ roll }: Pick<CameraDescription, 'roll'>): Matrix3 {
  return rotationAbout([0, 0, 1], -roll);
}

/** How the body stands in head space. */
export function turnOfBody(head: Placement, body: Placement): BodyTurn {
  return bodyTurn(multiply(transpose(head.rotation), body.rotation), neckPivot);
}

/** The body turns part of the way with the head and stays joined to it at the neck. */
export function placeBody(
  {
    pose,
    bodyFollows,
    bodyPose,
    camera,
  }: Pick<SceneDescription, 'pose' | 'bodyFollows' | 'bodyPose' | 'camera'>,
  head: Placement,
): Placement {
  const rotation = multiply(cameraTurn(camera), poseRotation(bodyPose ?? followingPose(pose, bodyFollows)));
  const pivot = add(transform(head.rotation, neckPivot), head.translation);
  return { rotation, translation: subtract(pivot, transform(rotation, neckPivot)) };
}

/** The body's pose when it follows a head, 0 (not at all) to 1; past what a neck can turn it comes along. */
export function followingPose({ yaw, pitch, roll }: HeadPose, share: number): HeadPose {
  const twist = Math.min(furthestTwist, Math.max(-furthestTwist, yaw * (1 - share)));
  return { yaw: yaw - twist, pitch: pitch * share * 0.4, roll: roll * share * 0.6 };
}

/** The camera's distance and angles once the head has turned about the top of its neck to another pose. */
export function turnAboutNeck(
  camera: CameraDescription,
  from: HeadPose,
  to: HeadPose,
): Pick<CameraDescription, 'distance' | 'offAxisX' | 'offAxisY'> {
  const before = placeHead({ camera: { ...camera, roll: 0 }, pose: from });
  const pivot = add(transform(before.rotation, neckPivot), before.translation);
  const [x, y, z] = add(pivot, scale(transform(poseRotation(to), neckPivot), -1));
  return { distance: -z, offAxisX: Math.atan(x / -z), offAxisY: Math.atan(y / -z) };
}
