/**
 * Nearest point of a triangle mesh, through a uniform grid of boxes (the triangle test is Ericson, Real-Time Collision
 * Detection, 5.1.5). Meant for setting a head up, not for use in every frame.
 */
import { internalError } from '../core/errors.js';
import { add, distance, dot, scale, subtract, type Vector3 } from '../core/vector.js';
import type { SurfacePoint } from './surface-point.js';

/** Centimetres: about the size of a face mesh's triangles times two. */
const boxSize = 0.8;

/** Centimetres; more than a distance is wrong by. */
const rounding = 1e-9;

/** One number for a box; heads reach no further than 1000 boxes from the origin. */
function boxKey(x: number, y: number, z: number): number {
  return ((x + 1024) * 2048 + (y + 1024)) * 2048 + (z + 1024);
}

/** What a search has found so far. */
interface Nearest {
  readonly point: Vector3;
  /** Centimetres. */
  away: number;
  found: SurfacePoint | undefined;
}

export class TriangleGrid {
  readonly #positions: Float32Array;
  readonly #triangles: Uint32Array;
  readonly #boxes = new Map<number, number[]>();
  /** `[T]` of included triangles: the longer edge at the first corner, centimetres. */
  readonly #reach: Float64Array;
  /** `[T]` the last search that met the triangle: one lies in several boxes. */
  readonly #searched: Uint32Array;
  #search = 0;

  constructor(positions: Float32Array, triangles: Uint32Array, included: readonly number[]) {
    this.#positions = positions;
    this.#triangles = triangles;
    this.#reach = new Float64Array(triangles.length / 3);
    this.#searched = new Uint32Array(triangles.length / 3);
    for (const t of included) {
      const corners = this.#corners(t);
      this.#reach[t] = Math.max(distance(corners[0], corners[1]), distance(corners[0], corners[2]));
      const [a, b, c] = corners;
      const low = (k: 0 | 1 | 2): number => Math.floor(Math.min(a[k], b[k], c[k]) / boxSize);
      const high = (k: 0 | 1 | 2): number => Math.floor(Math.max(a[k], b[k], c[k]) / boxSize);
      const [highX, highY, highZ] = [high(0), high(1), high(2)];
      const [lowX, lowY, lowZ] = [low(0), low(1), low(2)];
      for (let x = lowX; x <= highX; x++)
        for (let y = lowY; y <= highY; y++)
          for (let z = lowZ; z <= highZ; z++) {
            const key = boxKey(x, y, z);
            const box = this.#boxes.get(key);
            if (box) box.push(t);
            else this.#boxes.set(key, [t]);
          }
    }
  }

  closest(point: Vector3): SurfacePoint {
    const nearest: Nearest = { point, away: Number.POSITIVE_INFINITY, found: undefined };
    this.#search++;
    for (let ring = 0; ring < 64 && (ring - 1) * boxSize < nearest.away; ring++) this.#lookAt(ring, nearest);
    if (!nearest.found) throw internalError(`no surface near ${point.join(', ')}`);
    return nearest.found;
  }

  /** Looks at the boxes `ring` boxes away from the point's own. */
  #lookAt(ring: number, nearest: Nearest): void {
    const [x, y, z] = nearest.point;
    const column = Math.floor(x / boxSize);
    const row = Math.floor(y / boxSize);
    const layer = Math.floor(z / boxSize);
    // Of columns that go through the shell only both ends are of it.
    const isFace = (i: number, j: number): boolean => Math.abs(i) === ring || Math.abs(j) === ring;
    for (let i = -ring; i <= ring; i++)
      for (let j = -ring; j <= ring; j++)
        for (let k = -ring; k <= ring; k += isFace(i, j) ? 1 : 2 * ring) {
          const box = this.#boxes.get(boxKey(column + i, row + j, layer + k));
          if (box !== undefined) for (const t of box) this.#measure(t, nearest);
        }
  }

  #measure(t: number, nearest: Nearest): void {
    if (this.#searched[t] === this.#search) return;
    this.#searched[t] = this.#search;
    if (this.#awayAtLeast(nearest.point, t) > nearest.away) return;
    const [a, b, c] = this.#corners(t);
    const weights = closestWeights(nearest.point, a, b, c);
    const place = add(add(scale(a, weights[0]), scale(b, weights[1])), scale(c, weights[2]));
    const away = distance(place, nearest.point);
    if (away >= nearest.away) return;
    nearest.away = away;
    nearest.found = { triangle: t, weights };
  }

  /** A bound on the distance to a triangle, from its first corner and longest edge from there: most need no more. */
  #awayAtLeast([x, y, z]: Vector3, t: number): number {
    const positions = this.#positions;
    const v = 3 * this.#triangles[3 * t]!;
    const dx = positions[v]! - x;
    const dy = positions[v + 1]! - y;
    const dz = positions[v + 2]! - z;
    return Math.sqrt(dx * dx + dy * dy + dz * dz) - this.#reach[t]! - rounding;
  }

  #corners(t: number): [Vector3, Vector3, Vector3] {
    const at = (k: number): Vector3 => {
      const v = 3 * this.#triangles[3 * t + k]!;
      return [this.#positions[v]!, this.#positions[v + 1]!, this.#positions[v + 2]!];
    };
    return [at(0), at(1), at(2)];
  }
}

/** Barycentric weights of the point of triangle abc nearest to p. */
function closestWeights(p: Vector3, a: Vector3, b: Vector3, c: Vector3): [number, number, number] {
  const ab = subtract(b, a);
  const ac = subtract(c, a);
  const ap = subtract(p, a);
  const d1 = dot(ab, ap);
  const d2 = dot(ac, ap);
  if (d1 <= 0 && d2 <= 0) return [1, 0, 0];
  const bp = subtract(p, b);
  const d3 = dot(ab, bp);
  const d4 = dot(ac, bp);
  if (d3 >= 0 && d4 <= d3) return [0, 1, 0];
  const vc = d1 * d4 - d3 * d2;
  if (vc <= 0 && d1 >= 0 && d3 <= 0) return [1 - d1 / (d1 - d3), d1 / (d1 - d3), 0];
  const cp = subtract(p, c);
  const d5 = dot(ab, cp);
  const d6 = dot(ac, cp);
  if (d6 >= 0 && d5 <= d6) return [0, 0, 1];
  const vb = d5 * d2 - d1 * d6;
  if (vb <= 0 && d2 >= 0 && d6 <= 0) return [1 - d2 / (d2 - d6), 0, d2 / (d2 - d6)];
  const va = d3 * d6 - d5 * d4;
  if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) {
    const t = (d4 - d3) / (d4 - d3 + (d5 - d6));
    return [0, 1 - t, t];
  }
  const sum = va + vb + vc;
  return [va / sum, vb / sum, vc / sum];
}
