import { expect, it } from 'vitest';
import type { Vector3 } from '../../core/vector.js';
import type { DescribedFace } from '../../detect/describe/described-face.js';
import { poseOfRotation, poseRotation } from '../../face/person/pose-distribution.js';
import { seenRotation } from './seen-rotation.js';

const degrees = Math.PI / 180;

/** Degrees at which a head is seen that stands there, turned by so much against the camera. */
function seen(yaw: number, pitch: number, position: Vector3): number[] {
  const rotation = poseRotation({ yaw: yaw * degrees, pitch: pitch * degrees, roll: 0 });
  const described = { pose: { rotation, position } } as unknown as DescribedFace;
  const pose = poseOfRotation(seenRotation(described)!);
  return [pose.yaw, pose.pitch, pose.roll].map((angle) => angle / degrees);
}

it('is the pose itself in the middle of the picture', () => {
  expect(seen(25, -10, [0, 0, -70])).toEqual([25, -10, 0].map((angle) => expect.closeTo(angle, 6)));
});

it('shows a head that faces the lens from the side of the picture from the front', () => {
  // 45° to the right, and looking back to the camera.
  expect(seen(-45, 0, [60, 0, -60])).toEqual([0, 0, 0].map((angle) => expect.closeTo(angle, 6)));
  expect(seen(0, -45, [0, 60, -60])).toEqual([0, 0, 0].map((angle) => expect.closeTo(angle, 6)));
  expect(seen(0, 0, [60, 0, -60])[0]).toBeCloseTo(45, 6);
});

it('is not known of a face of which neither pose nor shape is', () => {
  expect(seenRotation({ camera: {} as never, misfit: 1 })).toBeUndefined();
});
