/**
 * Places on a head's skin found by rays on the neutral mean face, once a head; they then move with every shape. What is
 * worn is fitted to such places. Ray against triangle after Möller & Trumbore 1997.
 */
import { normalise, type Vector3 } from '../../../core/vector.js';
import type { SurfacePoint } from '../../../landmarks/surface.js';
import { type HeadTopology, headMaterials } from '../../heads/head-model.js';
import { placeOn } from '../../heads/surface-place.js';

/** A place on the skin that moves with the shape. @param positions – `[V, 3]` of the shape. */
export type SkinPlace = (positions: Float32Array) => Vector3;

export class SkinCast {
  readonly #topology: HeadTopology;
  readonly #skin: Uint32Array;
  /** `[n, 4]` centre and squared radius of a ball around each skin triangle at rest: most triangles lie off a ray. */
  readonly #balls: Float64Array;

  constructor(topology: HeadTopology) {
    this.#topology = topology;
    const skin = headMaterials.indexOf('skin');
    const numbers: number[] = [];
    topology.materials.forEach((material, t) => {
      if (material === skin) numbers.push(t);
    });
    this.#skin = Uint32Array.from(numbers);
    this.#balls = ballsAround(topology, this.#skin);
  }

  /** The furthest place where a ray leaves the skin, or null. @param reach – the furthest distance that counts. */
  furthest(origin: Vector3, direction: Vector3, reach: number = Infinity): SkinPlace | null {
    const { triangles, rest } = this.#topology;
    const [dx, dy, dz] = normalise(direction);
    const [ox, oy, oz] = origin;
    let best = 0;
    let found: SurfacePoint | null = null;
    const balls = this.#balls;
    for (let n = 0; n < this.#skin.length; n++) {
      const mx = balls[4 * n]! - ox;
      const my = balls[4 * n + 1]! - oy;
      const mz = balls[4 * n + 2]! - oz;
      const ahead = mx * dx + my * dy + mz * dz;
      if (mx * mx + my * my + mz * mz - ahead * ahead > balls[4 * n + 3]!) continue;
      const t = this.#skin[n]!;
      const a = triangles[t * 3]! * 3;
      const b = triangles[t * 3 + 1]! * 3;
      const c = triangles[t * 3 + 2]! * 3;
      const ux = rest[b]! - rest[a]!;
      const uy = rest[b + 1]! - rest[a + 1]!;
      const uz = rest[b + 2]! - rest[a + 2]!;
      const vx = rest[c]! - rest[a]!;
      const vy = rest[c + 1]! - rest[a + 1]!;
      const vz = rest[c + 2]! - rest[a + 2]!;
      const px = dy * vz - dz * vy;
      const py = dz * vx - dx * vz;
      const pz = dx * vy - dy * vx;
      const determinant = ux * px + uy * py + uz * pz;
      // Positive where the ray enters from outside: only where it leaves counts.
      if (determinant > -1e-12) continue;
      const sx = ox - rest[a]!;
      const sy = oy - rest[a + 1]!;
      const sz = oz - rest[a + 2]!;
      const wb = (sx * px + sy * py + sz * pz) / determinant;
      if (wb < 0 || wb > 1) continue;
      const qx = sy * uz - sz * uy;
      const qy = sz * ux - sx * uz;
      const qz = sx * uy - sy * ux;
      const wc = (dx * qx + dy * qy + dz * qz) / determinant;
      if (wc < 0 || wb + wc > 1) continue;
      const distance = (vx * qx + vy * qy + vz * qz) / determinant;
      if (distance <= best || distance > reach) continue;
      best = distance;
      found = { triangle: t, weights: [1 - wb - wc, wb, wc] };
    }
    const point = found;
    return point === null ? null : (positions) => placeOn(this.#topology, positions, point);
  }
}

function ballsAround({ triangles, rest }: HeadTopology, chosen: Uint32Array): Float64Array {
  const balls = new Float64Array(chosen.length * 4);
  chosen.forEach((t, n) => {
    for (let axis = 0; axis < 3; axis++) {
      let sum = 0;
      for (let corner = 0; corner < 3; corner++) sum += rest[triangles[t * 3 + corner]! * 3 + axis]!;
      balls[4 * n + axis] = sum / 3;
    }
    for (let corner = 0; corner < 3; corner++) {
      const v = triangles[t * 3 + corner]! * 3;
      const x = rest[v]! - balls[4 * n]!;
      const y = rest[v + 1]! - balls[4 * n + 1]!;
      const z = rest[v + 2]! - balls[4 * n + 2]!;
      // A little more, for rounding.
      balls[4 * n + 3] = Math.max(balls[4 * n + 3]!, 1.01 * (x * x + y * y + z * z) + 1e-6);
    }
  });
  return balls;
}
