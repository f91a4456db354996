/** How a described head is turned to who looks at its photograph: against the line of sight to it, so that one at the edge is drawn as it is seen there. */
import {
  cross,
  dot,
  type Matrix3,
  multiply,
  normalise,
  rotationBy,
  scale,
  type Vector3,
} from '../../core/vector.js';
import type { DescribedFace } from '../../detect/describe/described-face.js';

/** @returns from head space to right, up and towards the viewer; undefined where neither pose nor shape was asked for. */
export function seenRotation({ pose, reconstruction }: DescribedFace): Matrix3 | undefined {
  const placed = pose ?? reconstruction?.placement;
  if (placed === undefined) return undefined;
  const toCamera = normalise(scale(placed.position, -1));
  const axis = cross(toCamera, towardsViewer);
  const sine = Math.hypot(...axis);
  const straight = rotationBy(
    sine === 0 ? [0, 0, 0] : scale(axis, Math.atan2(sine, dot(toCamera, towardsViewer)) / sine),
  );
  return multiply(straight, placed.rotation as unknown as Matrix3);
}

const towardsViewer: Vector3 = [0, 0, 1];
