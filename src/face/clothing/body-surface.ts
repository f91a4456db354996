/**
 * Neck and shoulders as one smooth surface: rings around the body from inside the head's neck down to the chest. The
 * neck takes its breadth from the head at hand; the rest follows typical adult proportions (NASA-STD-3000 anthropometry,
 * rounded), which is all that shows in a portrait. Places on it: `around` (0 front, ±π back, positive to the subject's
 * left) and `down` (0 the upper end, {@link bodyRings} − 1 the lower).
 */

import { smoothStep } from '../../core/smooth-step.js';
import type { HeadTopology } from '../head-model.js';
import { headMaterials } from '../head-model.js';
import type { RestFeatures } from '../skin/rest-features.js';

/** One ring: half breadth; depth forward and back of its middle; middle's z; height in front, aside and behind. */
type Ring = readonly [
  breadth: number,
  front: number,
  back: number,
  z: number,
  yFront: number,
  ySide: number,
  yBack: number,
];

export const bodyRings = 10;

/** The head's own neck is kept down to this distance under the chin at most, centimetres. */
const neckBelowChin = 6;
/** Heights at which a neck's breadth is taken lie this far apart, centimetres. */
const step = 0.5;
const halfBelt = 0.7;

export interface NeckRing {
  /** Skin of the head model below this height is replaced by the body. */
  cutHeight: number;
  /** Vertices that show the neck's breadth (at its narrowest) and its depth (at the cut). */
  breadthVertices: Uint32Array;
  depthVertices: Uint32Array;
}

/** Finds where the head's own neck is cut off: where it begins to widen into the shoulders, or where the mesh ends. */
export function findNeckRing(topology: HeadTopology, features: RestFeatures): NeckRing {
  const { rest, triangles, materials } = topology;
  const skin = headMaterials.indexOf('skin');
  const used = new Set<number>();
  for (let t = 0; t < materials.length; t++) {
    if (materials[t] === skin) for (let k = 0; k < 3; k++) used.add(triangles[t * 3 + k]!);
  }
  // Overlapping belts below the chin, broad enough for coarse meshes; the front of the jaw is left out: it is no neck.
  const behind = features.earFoot[2] + 2;
  const top = features.chin[1] + 0.5;
  const belts = Array.from({ length: Math.ceil(neckBelowChin / step) }, (_, i) =>
    [...used].filter((v) => Math.abs(top - i * step - rest[v * 3 + 1]!) < halfBelt),
  );
  const widths = belts.map((belt) =>
    belt.reduce((most, v) => (rest[v * 3 + 2]! < behind ? Math.max(most, Math.abs(rest[v * 3]!)) : most), 0),
  );
  const narrowest = widths.reduce((best, width, i) => (width > 3 && width < widths[best]! ? i : best), 0);
  let cut = narrowest;
  while (cut + 1 < widths.length && widths[cut + 1]! > 3 && widths[cut + 1]! < widths[narrowest]! * 1.1)
    cut++;
  return {
    cutHeight: top - cut * step,
    breadthVertices: Uint32Array.from(belts[narrowest]!.filter((v) => rest[v * 3 + 2]! < behind)),
    depthVertices: Uint32Array.from(belts[cut]!),
  };
}

const neckDirections = 28;

export class BodySurface {
  readonly #rings: readonly Ring[];
  /** Depth of the neck's middle, centimetres. */
  readonly neckZ: number;
  /** `[neckDirections]` the neck's radius at the cut by direction around, 0 where no vertex shows it. */
  readonly #profile = new Float32Array(neckDirections);

  /** @param positions – `[V, 3]` of the shape that wears it. */
  constructor(ring: NeckRing, positions: Float32Array) {
    let breadth = 0;
    for (const vertex of ring.breadthVertices) breadth = Math.max(breadth, Math.abs(positions[vertex * 3]!));
    let front = -Infinity;
    let back = Infinity;
    let height = 0;
    for (const vertex of ring.depthVertices) {
      height += positions[vertex * 3 + 1]! / ring.depthVertices.length;
      if (Math.abs(positions[vertex * 3]!) > 2.5) continue;
      front = Math.max(front, positions[vertex * 3 + 2]!);
      back = Math.min(back, positions[vertex * 3 + 2]!);
    }
    // Where a mesh has no neck to measure, a middling one.
    if (!(breadth > 3 && front - back > 5)) [breadth, front, back, height] = [5.8, -2, -14, ring.cutHeight];
    const z = (front + back) / 2;
    const deep = (front - back) / 2;
    const wide = Math.max(breadth, 5.2) / 5.8;
    const y = height;
    this.neckZ = z;
    this.#measureProfile(ring, positions);
    this.#rings = [
      [breadth * 0.86, deep * 0.86, deep * 0.86, z, y + 2.4, y + 2.4, y + 2.4],
      [breadth * 0.97, deep * 0.97, deep * 0.97, z, y + 0.7, y + 0.7, y + 0.7],
      [breadth * 1.03, deep * 1.02, deep * 1.03, z, y - 0.6, y - 0.3, y],
      [breadth * 1.12, deep * 1.02, deep * 1.1, z - 0.2, y - 2.6, y - 1.2, y - 0.6],
      [breadth + 2.6, deep + 0.8, deep + 1, z - 0.3, y - 4.2, y - 2.6, y - 1.6],
      [13 * wide, deep + 2.4, deep + 2, z - 0.2, y - 7.5, y - 4.2, y - 4],
      [17.5 * wide, deep + 3.8, deep + 2.8, z, y - 11.5, y - 6, y - 8],
      [20 * wide, deep + 4.8, deep + 3.2, z, y - 16, y - 9.5, y - 13],
      [21 * wide, deep + 5.5, deep + 3.4, z, y - 22, y - 17, y - 20],
      [21 * wide, deep + 5.5, deep + 3.4, z, y - 34, y - 34, y - 34],
    ];
  }

  /** Writes a place on the surface, moved outwards by `lift` centimetres. */
  place(around: number, down: number, lift: number, into: Float32Array, at: number): void {
    const rings = this.#rings;
    const i = Math.min(bodyRings - 2, Math.max(0, Math.floor(down)));
    const t = down - i;
    const before = rings[Math.max(0, i - 1)]!;
    const from = rings[i]!;
    const to = rings[i + 1]!;
    const after = rings[Math.min(bodyRings - 1, i + 2)]!;
    const figure = (k: 0 | 1 | 2 | 3 | 4 | 5 | 6): number => spline(before[k], from[k], to[k], after[k], t);
    const sine = Math.sin(around);
    const cosine = Math.cos(around);
    const forward = cosine * cosine;
    const x = (figure(0) + lift) * sine;
    const depth = figure(3) + ((cosine > 0 ? figure(1) : figure(2)) + lift) * cosine;
    // Near the neck the surface follows the head's own cross-section.
    const own = smoothStep(4.2, 2.2, down);
    const radius =
      own > 0
        ? this.#radius(around) * (down < 1.2 ? 0.9 + (0.1 / 1.2) * down : 1 + 0.02 * (down - 1.2)) + lift
        : 0;
    into[at] = x + (radius * sine - x) * own;
    into[at + 2] = depth + (this.neckZ + radius * cosine - depth) * own;
    into[at + 1] = figure(5) * sine * sine + (cosine > 0 ? figure(4) : figure(6)) * forward + 0.35 * lift;
  }

  #measureProfile(ring: NeckRing, positions: Float32Array): void {
    const profile = this.#profile;
    for (const vertex of ring.depthVertices) {
      const x = positions[vertex * 3]!;
      const z = positions[vertex * 3 + 2]! - this.neckZ;
      const bin = Math.round(((Math.atan2(x, z) / Math.PI + 1) / 2) * neckDirections) % neckDirections;
      profile[bin] = Math.max(profile[bin]!, Math.hypot(x, z));
    }
    // Empty bins take their neighbours' mean, then all are smoothed a little.
    const known = profile.slice();
    for (let i = 0; i < neckDirections; i++) {
      for (let gap = 1; profile[i] === 0 && gap < neckDirections; gap++) {
        const a = known[(i + gap) % neckDirections]!;
        const b = known[(i - gap + neckDirections * 2) % neckDirections]!;
        profile[i] = a > 0 && b > 0 ? (a + b) / 2 : Math.max(a, b);
      }
    }
    const rough = profile.slice();
    for (let i = 0; i < neckDirections; i++) {
      const a = rough[(i + 1) % neckDirections]!;
      const b = rough[(i - 1 + neckDirections) % neckDirections]!;
      profile[i] = (a + b + 2 * rough[i]!) / 4 || this.#rings[2]![0];
    }
  }

  #radius(around: number): number {
    const place = ((around / Math.PI + 1) / 2) * neckDirections;
    const i = Math.floor(place);
    const t = place - i;
    return this.#profile[i % neckDirections]! * (1 - t) + this.#profile[(i + 1) % neckDirections]! * t;
  }
}

/** How far above the cut the head's neck begins to draw in. */
const tuckHeight = 2.2;

/** For vertices `[v, 3]` at rest: 1 at the cut, 0 well above it. */
export function tuckWeights(ring: NeckRing, rest: Float32Array): { vertices: number[]; weights: number[] } {
  const tucked = { vertices: [] as number[], weights: [] as number[] };
  for (let v = 0; v < rest.length; v += 3) {
    const weight = 1 - (rest[v + 1]! - ring.cutHeight) / tuckHeight;
    if (weight <= 0) continue;
    tucked.vertices.push(v);
    tucked.weights.push(Math.min(1.3, weight));
  }
  return tucked;
}

/** Draws the lower end of the head's own neck into the body's, so that its cut edge is hidden. */
export function tuckNeck(positions: Float32Array, tuck: ReturnType<typeof tuckWeights>, neckZ: number): void {
  tuck.vertices.forEach((v, i) => {
    const weight = tuck.weights[i]!;
    const factor = 1 - 0.17 * weight * weight;
    positions[v] = positions[v]! * factor;
    positions[v + 2] = neckZ + (positions[v + 2]! - neckZ) * factor;
  });
}

/** Catmull–Rom between b and c. */
function spline(a: number, b: number, c: number, d: number, t: number): number {
  const t2 = t * t;
  return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t2 + (3 * b - a - 3 * c + d) * t2 * t);
}
