/**
 * The skin between jaw and body when the head turns on its neck: below the jaw each vertex turns a growing part of the
 * way towards the body, and at the cut it stands as the body does. Turned, not blended: a twisted neck keeps its girth.
 * Landmarks lie above what bends. Limits: skin does not fold, and a lowered chin goes into the throat.
 */
import { smoothStep } from '../../../core/numbers/smooth-step.js';
import type { Matrix3, Vector3 } from '../../../core/vector.js';
import type { RestFeatures } from '../skin/rest-features.js';
import type { NeckRing } from './neck-ring.js';

/** How the body stands in head space: turned about a point, radians. */
export interface BodyTurn {
  /** Unit vector. */
  axis: Vector3;
  angle: number;
  pivot: Vector3;
}

/** @param rotation – of the body against the head, less than half a turn. */
export function bodyTurn(rotation: Matrix3, pivot: Vector3): BodyTurn {
  const [xx, xy, xz, yx, yy, yz, zx, zy, zz] = rotation;
  const [x, y, z] = [zy - yz, xz - zx, yx - xy];
  const size = Math.hypot(x, y, z);
  const angle = Math.atan2(size, xx + yy + zz - 1);
  return { axis: size > 0 ? [x / size, y / size, z / size] : [0, 1, 0], angle, pivot };
}

export interface NeckBend {
  /** Offsets of vertices in `[V, 3]`, and how far each goes with the body, 0 to 1. */
  offsets: Uint32Array;
  shares: Float32Array;
  /** How far each is drawn in, as a share: what reaches under the cut hides in the body. */
  tucks: Float32Array;
}

/** How far below the chin bending begins, centimetres. */
const belowChin = 0.9;
/** How much higher it begins at the nape. */
const nape = 4;
/** The skin's border is drawn in by this share, over that many centimetres. */
const tucked = { share: 0.05, over: 0.7 } as const;

/** @param rest – `[V, 3]` of the head's skin. */
export function createNeckBend(ring: NeckRing, features: RestFeatures, rest: Float32Array): NeckBend {
  const { chin, earFoot } = features;
  const offsets: number[] = [];
  const shares: number[] = [];
  const tucks: number[] = [];
  for (let v = 0; v < rest.length; v += 3) {
    const y = rest[v + 1]!;
    const z = rest[v + 2]!;
    const top = chin[1] - belowChin + nape * smoothStep(earFoot[2] + 1.5, earFoot[2] - 8, z);
    const cut = ring.cutAt(z);
    if (y >= top) continue;
    offsets.push(v);
    shares.push(smoothStep(top, cut, y));
    tucks.push(tucked.share * Math.min(1, Math.max(0, (cut - y) / tucked.over)));
  }
  return {
    offsets: Uint32Array.from(offsets),
    shares: Float32Array.from(shares),
    tucks: Float32Array.from(tucks),
  };
}

/** Bends the skin towards the body. @param positions – `[V, 3]`, changed in place. @param neckZ – the neck's middle. */
export function bendNeck(
  positions: Float32Array,
  { offsets, shares, tucks }: NeckBend,
  { axis, angle, pivot }: BodyTurn,
  neckZ: number,
): void {
  const [ax, ay, az] = axis;
  for (let i = 0; i < offsets.length; i++) {
    const v = offsets[i]!;
    const inwards = 1 - tucks[i]!;
    const x = positions[v]! * inwards - pivot[0];
    const y = positions[v + 1]! - pivot[1];
    const z = neckZ + (positions[v + 2]! - neckZ) * inwards - pivot[2];
    // Rodrigues' rotation.
    const turn = shares[i]! * angle;
    const sine = Math.sin(turn);
    const cosine = Math.cos(turn);
    const along = (1 - cosine) * (ax * x + ay * y + az * z);
    positions[v] = pivot[0] + cosine * x + sine * (ay * z - az * y) + along * ax;
    positions[v + 1] = pivot[1] + cosine * y + sine * (az * x - ax * z) + along * ay;
    positions[v + 2] = pivot[2] + cosine * z + sine * (ax * y - ay * x) + along * az;
  }
}
