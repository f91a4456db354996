/**
 * Lids and lashes against the eyeballs. A linear blend shape carries a closing lid along a chord through the ball;
 * here the lids swing about the ball's centre instead, and nothing of the lids stays inside the ball.
 */
import type { Eyeball } from '../head-model.js';
import { ballProfile } from './eyes.js';

/** The published shapes by which lids follow the gaze. */
export const lookShapes: readonly string[] = ['Up', 'Down', 'In', 'Out'].flatMap((way) => [
  `eyeLook${way}_R`,
  `eyeLook${way}_L`,
]);

/** A sparse offset of some vertices. */
export interface SparseShape {
  readonly vertices: Uint32Array;
  /** `[n, 3]` centimetres. */
  readonly offsets: Float32Array;
}

/**
 * Least distance of skin from the ball's centre, against the ball's surface: as at rest, between these limits. The
 * hidden inner edges of the lids may dip under the surface by a tenth of a millimetre, which seals the opening.
 */
const sealed = 0.995;
const clearance = 1.015;

/**
 * Adds a lid's shape to the positions: vertices near the ball keep their distance from its centre on the way, those
 * further than 1.7 radii move straight.
 */
export function swingLids(
  positions: Float32Array,
  shape: SparseShape,
  weight: number,
  { centre, radius }: Pick<Eyeball, 'centre' | 'radius'>,
): void {
  const { vertices, offsets } = shape;
  for (let i = 0; i < vertices.length; i++) {
    const v = 3 * vertices[i]!;
    const x = positions[v]! - centre[0];
    const y = positions[v + 1]! - centre[1];
    const z = positions[v + 2]! - centre[2];
    const dx = offsets[3 * i]!;
    const dy = offsets[3 * i + 1]!;
    const dz = offsets[3 * i + 2]!;
    const from = Math.sqrt(x * x + y * y + z * z);
    const to = Math.sqrt((x + dx) ** 2 + (y + dy) ** 2 + (z + dz) ** 2);
    const mx = x + weight * dx;
    const my = y + weight * dy;
    const mz = z + weight * dz;
    const reach = Math.sqrt(mx * mx + my * my + mz * mz);
    const near = Math.min(1, Math.max(0, (1.7 - from / radius) / 0.3));
    const stretch = 1 + near * ((from + weight * (to - from)) / reach - 1);
    positions[v] = centre[0] + stretch * mx;
    positions[v + 1] = centre[1] + stretch * my;
    positions[v + 2] = centre[2] + stretch * mz;
  }
}

/** Vertices that could enter a ball, with the least distance each keeps, against the ball's surface. */
export interface LidGuard {
  readonly vertices: Uint32Array;
  readonly least: Float32Array;
}

export function guardLids(rest: Float32Array, skin: Uint32Array, ball: Eyeball): LidGuard {
  const vertices: number[] = [];
  const least: number[] = [];
  for (const vertex of skin) {
    const ratio = surfaceRatio(rest, vertex, ball);
    if (ratio > 1.35 || rest[3 * vertex + 2]! < ball.centre[2]) continue;
    vertices.push(vertex);
    least.push(Math.min(Math.max(ratio, sealed), clearance));
  }
  return { vertices: Uint32Array.from(vertices), least: Float32Array.from(least) };
}

export function keepLidsOut(positions: Float32Array, guard: LidGuard, ball: Eyeball): void {
  const { vertices, least } = guard;
  for (let i = 0; i < vertices.length; i++) {
    const ratio = surfaceRatio(positions, vertices[i]!, ball);
    if (ratio >= least[i]!) continue;
    const stretch = least[i]! / ratio;
    const v = 3 * vertices[i]!;
    for (let k = 0; k < 3; k++) {
      const c = ball.centre[k as 0 | 1 | 2];
      positions[v + k] = c + stretch * (positions[v + k]! - c);
    }
  }
}

/** Distance from the ball's centre against the ball's surface in the same direction. */
function surfaceRatio(positions: Float32Array, vertex: number, { centre, radius, axis }: Eyeball): number {
  const x = positions[3 * vertex]! - centre[0];
  const y = positions[3 * vertex + 1]! - centre[1];
  const z = positions[3 * vertex + 2]! - centre[2];
  const reach = Math.sqrt(x * x + y * y + z * z);
  return reach / (radius * ballProfile((x * axis[0] + y * axis[1] + z * axis[2]) / reach));
}
