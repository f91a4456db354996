/**
 * What landmark sets are defined on: points and named feature curves of a head's surface. A head model provides the
 * curves; a set says how many points go where on them. Nothing here knows a vertex number of any one head.
 *
 * Sides are the subject's. Curves of a pair run the same way on both sides (outer to inner, steep ones top to bottom),
 * curves across the face run from the subject's right to the subject's left, curves down the middle run from top to
 * bottom.
 */

import type { Vector3 } from '../core/vector.js';
import type { SurfacePoint } from '../mesh/surface-point.js';

export type { SurfacePoint } from '../mesh/surface-point.js';

export type Side = 'right' | 'left';

/**
 * The named feature curves; docs/landmarks.md draws each.
 *
 * Across the face: `jaw` along the lower jaw's edge, from above the right ear's lobe over the chin; `jaw.front`, the
 * outline that a front view shows, a little before and above that edge; `oval.upper` from the front outline's right end
 * over the temple and along the hairline to its left end; `nose.base` from the right wing's
 * foot under the septum; `lip.*` from the right mouth corner; `chin.crease`, the furrow under the lower lip.
 * Down the middle: `nose.bridge` from the root (nasion) to the tip, `nose.septum` from there to the base,
 * `philtrum.middle` on to the upper lip.
 * Of a pair, outer to inner: `brow.*`, `lid.*` (the free margins, corner to corner), `lash.*` (just outside the
 * margins, where the lashes root), `crease.*` (the upper lid's fold), `socket.*` (the groove under the eye),
 * `iris.*.across` (through the pupil's middle). Of a pair, top to bottom: `flank.*` (foot of the nose's side wall, from beside
 * the inner eye corner), `wing.*` (groove behind the nostril's wing, down to its foot), `fold.*` (from the wing to
 * beside the mouth corner), `philtrum.*` (its ridges), `ear.*.rim` (helix, from its root over the top to the lobe's
 * foot), `ear.*.fold` (antihelix), `ear.*.front` (from the rim's root before the tragus to the lobe's foot).
 * Closed, from the outermost point over the top: `iris.*`, `pupil.*`, `nostril.*` (over the front).
 */
export const curveNames = [
  'jaw.front',
  'brow.right.upper',
  'brow.right.lower',
  'brow.left.upper',
  'brow.left.lower',
  'lid.right.upper',
  'lid.right.lower',
  'lid.left.upper',
  'lid.left.lower',
  'iris.right',
  'iris.left',
  'pupil.right',
  'pupil.left',
  'nose.bridge',
  'nose.base',
  'lip.outer.upper',
  'lip.outer.lower',
  'lip.inner.upper',
  'lip.inner.lower',
  'jaw',
  'oval.upper',
  'lash.right.upper',
  'lash.right.lower',
  'lash.left.upper',
  'lash.left.lower',
  'crease.right',
  'crease.left',
  'socket.right',
  'socket.left',
  'iris.right.across',
  'iris.left.across',
  'nose.septum',
  'flank.right',
  'flank.left',
  'wing.right',
  'wing.left',
  'nostril.right',
  'nostril.left',
  'fold.right',
  'fold.left',
  'philtrum.middle',
  'philtrum.right',
  'philtrum.left',
  'chin.crease',
  'ear.right.rim',
  'ear.right.fold',
  'ear.right.front',
  'ear.left.rim',
  'ear.left.fold',
  'ear.left.front',
] as const;
export type CurveName = (typeof curveNames)[number];

/** A polyline on the surface. Places on it are fractions of its arc length on the neutral mean face, 0 to 1. */
export interface SurfaceCurve {
  readonly closed: boolean;
  readonly points: readonly SurfacePoint[];
  /** For each point, its fraction of the arc length on the neutral mean face; rises from 0 (to 1 when open). */
  readonly fractions: readonly number[];
}

/** The surface that a landmark set is laid on: every head model is one. */
export interface LandmarkSurface {
  /** Name of the head, for messages. */
  readonly name: string;
  readonly curves: ReadonlyMap<string, SurfaceCurve>;
  /** `[T, 3]` vertex numbers: lets a landmark lie between two curve points that sit in different triangles. */
  readonly topology?: {
    readonly triangles: Uint32Array;
    /** `[V, 3]` the neutral mean face, centimetres. */
    readonly rest?: Float32Array;
  };
  /** The nearest point of the mean face's outer skin: carries places between curves to the surface. */
  closestSkin?(place: Vector3): SurfacePoint;
  /**
   * For the face's oval: at each of a number of fractions of the curves `jaw` and `oval.upper`, the path on the surface
   * on which a point slides when the oval turns away from the camera and a human would mark the visible outline instead.
   * A path starts at the curve's point and runs across the cheek, chin or forehead towards the middle of the face.
   */
  readonly contourPaths: readonly ContourPath[];
}

/** The curves of the face's oval: they turn away and are marked at the visible outline instead. */
export type OutlineCurve = 'jaw' | 'oval.upper';

export interface ContourPath {
  /** The curve that the path starts on. */
  readonly curve: OutlineCurve;
  /** Fraction of that curve. */
  readonly at: number;
  readonly points: readonly SurfacePoint[];
}
