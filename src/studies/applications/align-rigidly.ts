/** The rotation and shift that bring points nearest to others: Gauss–Newton on the rotation, which converges in a few steps. */
import { solvePositive } from '../../core/numbers/linear-system.js';
import {
  add,
  cross,
  dot,
  identity3,
  length,
  type Matrix3,
  multiply,
  rotationBy,
  scale,
  subtract,
  transform,
  type Vector3,
} from '../../core/vector.js';

export interface RigidMove {
  rotation: Matrix3;
  translation: Vector3;
}

/** @param from, to – of the same length, three or more that do not lie in one line. */
export function alignRigidly(from: readonly Vector3[], to: readonly Vector3[]): RigidMove {
  const [middle, target] = [meanOf(from), meanOf(to)];
  let rotation = identity3;
  for (let round = 0; round < 20; round++) {
    const gram = new Float64Array(9);
    const turn = new Float64Array(3);
    for (const [i, point] of from.entries()) {
      const a = transform(rotation, subtract(point, middle));
      const b = subtract(to[i]!, target);
      const size = dot(a, a);
      const moment = cross(a, b);
      for (let r = 0; r < 3; r++) {
        turn[r]! += moment[r as 0 | 1 | 2];
        for (let c = 0; c < 3; c++)
          gram[3 * r + c]! += (r === c ? size : 0) - a[r as 0 | 1 | 2] * a[c as 0 | 1 | 2];
      }
    }
    solvePositive(gram, turn, 3);
    const step: Vector3 = [turn[0]!, turn[1]!, turn[2]!];
    if (length(step) < 1e-12) break;
    rotation = multiply(rotationBy(step), rotation);
  }
  return { rotation, translation: subtract(target, transform(rotation, middle)) };
}

export function moveRigidly({ rotation, translation }: RigidMove, point: Vector3): Vector3 {
  return add(transform(rotation, point), translation);
}

function meanOf(points: readonly Vector3[]): Vector3 {
  return scale(
    points.reduce<Vector3>((sum, point) => add(sum, point), [0, 0, 0]),
    1 / points.length,
  );
}
