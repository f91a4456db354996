/**
 * Places on the skin where hairs are rooted, found once on the rest face, with a growing direction that turns and
 * stretches with the skin: both are kept in the coordinates of the root's triangle.
 */
import { type HeadTopology, headMaterials } from '../../heads/head-model.js';

/** A box seen from the front, centimetres. */
export interface FrontalBox {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

/** N roots. */
export class SkinRoots {
  /** `[N, 3]` vertex numbers in the head's topology. */
  readonly corners: number[] = [];
  /** `[N, 2]` weights of the second and third corner. */
  readonly weights: number[] = [];
  /** `[N, 2]` growing direction in the triangle's two edges from its first corner. */
  readonly directions: number[] = [];
  readonly #topology: HeadTopology;
  readonly #candidates: readonly number[];

  /** @param box – where roots will be asked for. */
  constructor(topology: HeadTopology, box: FrontalBox) {
    this.#topology = topology;
    this.#candidates = frontTriangles(topology, box);
  }

  get count(): number {
    return this.corners.length / 3;
  }

  /** Adds a root at a place seen from the front, growing in a direction given in the frontal plane; false off the skin. */
  add(x: number, y: number, growX: number, growY: number): boolean {
    const { triangles, rest } = this.#topology;
    let best = -1;
    let bestZ = -Infinity;
    let weightB = 0;
    let weightC = 0;
    for (const t of this.#candidates) {
      const a = triangles[t * 3]! * 3;
      const b = triangles[t * 3 + 1]! * 3;
      const c = triangles[t * 3 + 2]! * 3;
      const [ux, uy] = [rest[b]! - rest[a]!, rest[b + 1]! - rest[a + 1]!];
      const [vx, vy] = [rest[c]! - rest[a]!, rest[c + 1]! - rest[a + 1]!];
      const area = ux * vy - vx * uy;
      const [px, py] = [x - rest[a]!, y - rest[a + 1]!];
      const wb = (px * vy - vx * py) / area;
      const wc = (ux * py - px * uy) / area;
      if (wb < 0 || wc < 0 || wb + wc > 1) continue;
      const z = rest[a + 2]! + wb * (rest[b + 2]! - rest[a + 2]!) + wc * (rest[c + 2]! - rest[a + 2]!);
      if (z <= bestZ) continue;
      bestZ = z;
      best = t;
      weightB = wb;
      weightC = wc;
    }
    if (best < 0) return false;
    const corners = [triangles[best * 3]!, triangles[best * 3 + 1]!, triangles[best * 3 + 2]!] as const;
    const [a, b, c] = [corners[0] * 3, corners[1] * 3, corners[2] * 3];
    const [ux, uy] = [rest[b]! - rest[a]!, rest[b + 1]! - rest[a + 1]!];
    const [vx, vy] = [rest[c]! - rest[a]!, rest[c + 1]! - rest[a + 1]!];
    const area = ux * vy - vx * uy;
    this.corners.push(...corners);
    this.weights.push(weightB, weightC);
    this.directions.push((growX * vy - vx * growY) / area, (ux * growY - growX * uy) / area);
    return true;
  }

  /**
   * Writes root i for given vertex positions into `into`: place (0–2), growing direction (3–5, its length tells how far
   * the skin stretched), unit normal (6–8).
   */
  place(i: number, positions: Float32Array, into: Float32Array): void {
    const a = this.corners[i * 3]! * 3;
    const b = this.corners[i * 3 + 1]! * 3;
    const c = this.corners[i * 3 + 2]! * 3;
    const wb = this.weights[i * 2]!;
    const wc = this.weights[i * 2 + 1]!;
    const du = this.directions[i * 2]!;
    const dv = this.directions[i * 2 + 1]!;
    const ux = positions[b]! - positions[a]!;
    const uy = positions[b + 1]! - positions[a + 1]!;
    const uz = positions[b + 2]! - positions[a + 2]!;
    const vx = positions[c]! - positions[a]!;
    const vy = positions[c + 1]! - positions[a + 1]!;
    const vz = positions[c + 2]! - positions[a + 2]!;
    into[0] = positions[a]! + wb * ux + wc * vx;
    into[1] = positions[a + 1]! + wb * uy + wc * vy;
    into[2] = positions[a + 2]! + wb * uz + wc * vz;
    into[3] = du * ux + dv * vx;
    into[4] = du * uy + dv * vy;
    into[5] = du * uz + dv * vz;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    const scale = 1 / (Math.sqrt(nx * nx + ny * ny + nz * nz) || 1);
    into[6] = nx * scale;
    into[7] = ny * scale;
    into[8] = nz * scale;
  }
}

/** Skin triangles that touch the box and face the front. */
function frontTriangles(topology: HeadTopology, box: FrontalBox): number[] {
  const { triangles, materials, rest } = topology;
  const skin = headMaterials.indexOf('skin');
  const found: number[] = [];
  for (let t = 0; t < materials.length; t++) {
    if (materials[t] !== skin) continue;
    const a = triangles[t * 3]! * 3;
    const b = triangles[t * 3 + 1]! * 3;
    const c = triangles[t * 3 + 2]! * 3;
    if (
      Math.max(rest[a]!, rest[b]!, rest[c]!) < box.left ||
      Math.min(rest[a]!, rest[b]!, rest[c]!) > box.right
    ) {
      continue;
    }
    const high = Math.max(rest[a + 1]!, rest[b + 1]!, rest[c + 1]!);
    const low = Math.min(rest[a + 1]!, rest[b + 1]!, rest[c + 1]!);
    if (high < box.bottom || low > box.top) continue;
    const area =
      (rest[b]! - rest[a]!) * (rest[c + 1]! - rest[a + 1]!) -
      (rest[c]! - rest[a]!) * (rest[b + 1]! - rest[a + 1]!);
    if (area > 1e-9) found.push(t);
  }
  return found;
}
