/** An eye's own axes: z through the pupil, y as near to the head's up as it can be, x towards the subject's left. */
import { cross, normalise, type Vector3 } from '../../../core/vector.js';
import type { Eyeball } from '../../heads/head-model.js';

export interface EyeFrame {
  across: Vector3;
  up: Vector3;
  axis: Vector3;
}

export function eyeFrame(ball: Eyeball): EyeFrame {
  const axis = normalise(ball.axis);
  const across = normalise(cross([0, 1, 0], axis));
  return { across, up: cross(axis, across), axis };
}

/**
 * Directions of an eyeball's vertices from its centre in the eye's frame: the coordinates its painter takes.
 *
 * @param positions – `[V, 3]` of the eyeball alone, head space. @returns `[V, 3]` unit vectors.
 */
export function eyeDirections(positions: Float32Array, ball: Eyeball, frame: EyeFrame): Float32Array {
  const { centre } = ball;
  const { across, up, axis } = frame;
  const directions = new Float32Array(positions.length);
  for (let v = 0; v < positions.length; v += 3) {
    const x = positions[v]! - centre[0];
    const y = positions[v + 1]! - centre[1];
    const z = positions[v + 2]! - centre[2];
    const scale = 1 / (Math.sqrt(x * x + y * y + z * z) || 1);
    directions[v] = (x * across[0] + y * across[1] + z * across[2]) * scale;
    directions[v + 1] = (x * up[0] + y * up[1] + z * up[2]) * scale;
    directions[v + 2] = (x * axis[0] + y * axis[1] + z * axis[2]) * scale;
  }
  return directions;
}
