/**
 * A first pose in closed form: the scaled orthographic camera that brings the mean face nearest to the points (DeMenthon
 * and Davis 1995, without their iteration), then the nearest rotation. Good to some degrees at any yaw, which is all that
 * Gauss–Newton needs.
 */
import { solvePositive } from '../../../core/numbers/linear-system.js';
import { cross, dot, type Matrix3, normalise, scale, subtract, type Vector3 } from '../../../core/vector.js';

export interface StartPose {
  rotation: Matrix3;
  /** Pixels a centimetre. */
  scale: number;
  /** The pixel that the head's origin is seen at. */
  origin: readonly [number, number];
}

/**
 * @param places – `[K, 3]` head space. @param pixels – `[K, 2]`. @param weights – `[K]`, 0 leaves a point out.
 * @returns null where the points that count do not span a face.
 */
export function startPose(
  places: ArrayLike<number>,
  pixels: ArrayLike<number>,
  weights: ArrayLike<number>,
): StartPose | null {
  const gram = new Float64Array(16);
  const right = new Float64Array(8);
  for (let k = 0; k < weights.length; k++) {
    const w = weights[k]!;
    if (w === 0) continue;
    const row = [places[3 * k]!, places[3 * k + 1]!, places[3 * k + 2]!, 1];
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j <= i; j++) gram[4 * i + j]! += w * row[i]! * row[j]!;
      right[2 * i]! += w * row[i]! * pixels[2 * k]!;
      right[2 * i + 1]! -= w * row[i]! * pixels[2 * k + 1]!;
    }
  }
  // A touch of ridge: points in one plane leave the depth open, and any small value of it will do.
  const size = gram[0]! + gram[5]! + gram[10]!;
  if (!(size > 0) || !(gram[15]! > 0)) return null;
  for (let i = 0; i < 3; i++) gram[5 * i]! += 1e-4 * size;
  gram[15]! *= 1 + 1e-9;
  solvePositive(gram, right, 4);
  const across: Vector3 = [right[0]!, right[2]!, right[4]!];
  const up: Vector3 = [right[1]!, right[3]!, right[5]!];
  const pixelsPerCentimetre = Math.sqrt((dot(across, across) + dot(up, up)) / 2);
  if (!(pixelsPerCentimetre > 0)) return null;
  // The two rows are made square to each other by moving both alike.
  const sum = normalise([
    across[0] / pixelsPerCentimetre + up[0] / pixelsPerCentimetre,
    across[1] / pixelsPerCentimetre + up[1] / pixelsPerCentimetre,
    across[2] / pixelsPerCentimetre + up[2] / pixelsPerCentimetre,
  ]);
  const between = subtract(across, up);
  const difference = normalise(subtract(between, scale(sum, dot(between, sum))));
  const half = Math.SQRT1_2;
  const first = scale([sum[0] + difference[0], sum[1] + difference[1], sum[2] + difference[2]], half);
  const second = scale([sum[0] - difference[0], sum[1] - difference[1], sum[2] - difference[2]], half);
  return {
    rotation: [...first, ...second, ...cross(first, second)],
    scale: pixelsPerCentimetre,
    origin: [right[6]!, -right[7]!],
  };
}
