import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { add, transform, type Vector3 } from '../../core/vector.js';
import { poseRotation } from '../../face/person/pose-distribution.js';
import { alignRigidly, moveRigidly } from './align-rigidly.js';

describe('alignRigidly', () => {
  const random = new Random(1);
  const from = Array.from({ length: 9 }, (): Vector3 => [random.normal(), random.normal(), random.normal()]);

  it.each([0.1, 1, 2])('finds a move again, turned by %d', (yaw) => {
    const rotation = poseRotation({ yaw, pitch: 0.4, roll: -0.3 });
    const to = from.map((point) => add(transform(rotation, point), [3, -2, 5]));
    const move = alignRigidly(from, to);
    from.forEach((point, i) => {
      moveRigidly(move, point).forEach((value, axis) => {
        expect(value).toBeCloseTo(to[i]![axis]!, 8);
      });
    });
  });
});
