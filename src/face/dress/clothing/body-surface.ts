/**
 * Neck and shoulders as one smooth surface: rings around the body from inside the head's neck down to the chest. The
 * neck takes its breadth from the head at hand; the rest follows typical adult proportions (NASA-STD-3000 anthropometry,
 * rounded), which is all that shows in a portrait. Places on it: `around` (0 front, ±π back, positive to the subject's
 * left) and `down` (0 the upper end, {@link bodyRings} − 1 the lower).
 */

import { smoothStep } from '../../../core/numbers/smooth-step.js';
import type { Vector3 } from '../../../core/vector.js';
import { type NeckRing, neckDirections } from './neck-ring.js';

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

/** Against the head's own neck at its cut: radius, and height, centimetres, at the rings 0, 1, 2 … of its part. */
const ownRadius = [0.93, 0.975, 1, 1.04, 1.12, 1.25] as const;
const ownHeight = [1.9, 0.7, -0.3, -1.5, -2.5, -3.3] as const;

export class BodySurface {
  readonly #rings: readonly Ring[];
  /** Depth of the neck's middle, centimetres. */
  readonly neckZ: number;
  /** `[neckDirections, 3]` the skin's places at the cut. */
  readonly #profile: Float32Array;

  /** @param positions – `[V, 3]` of the shape that wears it. */
  constructor(ring: NeckRing, positions: Float32Array) {
    let breadth = 0;
    for (const vertex of ring.breadthVertices) breadth = Math.max(breadth, Math.abs(positions[vertex * 3]!));
    const places = ring.places.map((place) => place?.(positions) ?? null);
    let front = places[neckDirections / 2]?.[2] ?? 0;
    let back = places[0]?.[2] ?? 0;
    let height = places.reduce((sum, place) => sum + (place?.[1] ?? 0) / neckDirections, 0);
    // Where a mesh has no neck to measure, a middling one.
    const measured = breadth > 3 && front - back > 5 && !places.includes(null);
    if (!measured) [breadth, front, back, height] = [5.8, -2, -14, ring.cutAt(-8)];
    const z = (front + back) / 2;
    const deep = (front - back) / 2;
    const wide = Math.max(breadth, 5.2) / 5.8;
    const y = height;
    this.neckZ = z;
    this.#profile = Float32Array.from(
      places.flatMap((place, i): Vector3 => {
        const around = ((i / neckDirections) * 2 - 1) * Math.PI;
        return measured && place !== null
          ? place
          : [breadth * Math.sin(around), y, z + deep * Math.cos(around)];
      }),
    );
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
    into[at] = x;
    into[at + 2] = depth;
    into[at + 1] = figure(5) * sine * sine + (cosine > 0 ? figure(4) : figure(6)) * forward + 0.35 * lift;
    // Near the neck the surface follows the head's own cross-section.
    const own = smoothStep(4.2, 2.2, down);
    if (own > 0) this.#joinNeck(around, down, lift, own, into, at);
  }

  /** Moves a place a share of the way onto the continuation of the head's own neck. */
  #joinNeck(around: number, down: number, lift: number, share: number, into: Float32Array, at: number): void {
    const turn = ((around / Math.PI + 1) / 2) * neckDirections;
    const i = Math.floor(turn);
    const t = turn - i;
    const a = 3 * (i % neckDirections);
    const b = 3 * ((i + 1) % neckDirections);
    const profile = this.#profile;
    const ring = Math.min(ownHeight.length - 2, Math.max(0, Math.floor(down)));
    const radius = ownRadius[ring]! + (ownRadius[ring + 1]! - ownRadius[ring]!) * (down - ring);
    const drop = ownHeight[ring]! + (ownHeight[ring + 1]! - ownHeight[ring]!) * (down - ring);
    const x = profile[a]! * (1 - t) + profile[b]! * t;
    const y = profile[a + 1]! * (1 - t) + profile[b + 1]! * t;
    const z = profile[a + 2]! * (1 - t) + profile[b + 2]! * t;
    into[at] = into[at]! + (x * radius + lift * Math.sin(around) - into[at]!) * share;
    into[at + 1] = into[at + 1]! + (y + drop + 0.35 * lift - into[at + 1]!) * share;
    into[at + 2] =
      into[at + 2]! +
      (this.neckZ + (z - this.neckZ) * radius + lift * Math.cos(around) - into[at + 2]!) * share;
  }
}

/** Catmull–Rom between b and c. */
function spline(a: number, b: number, c: number, d: number, t: number): number {
  const t2 = t * t;
  return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t2 + (3 * b - a - 3 * c + d) * t2 * t);
}
