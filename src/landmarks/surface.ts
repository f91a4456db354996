/**
 * What landmark sets are defined on: points and named feature curves of a head's surface. A head model provides the
 * curves; a set says how many points go where on them. Nothing here knows a vertex number of any one head.
 *
 * Sides are the subject's. Curves of a pair run the same way on both sides (outer to inner), curves across the face
 * run from the subject's right to the subject's left, curves down the middle run from top to bottom.
 */

/** A point on a triangle mesh: it moves with the surface. */
export interface SurfacePoint {
  readonly triangle: number;
  /** Barycentric weights of the triangle's three corners; they sum to 1. */
  readonly weights: readonly [number, number, number];
}

export type Side = 'right' | 'left';

/**
 * The named feature curves. `jaw`: from above the right ear's lobe along the jaw, over the chin, to the left.
 * `lid.*`: from the outer to the inner corner. `brow.*`: from the outer to the inner end. `iris.*`, `pupil.*`:
 * closed, from the outermost point over the top. `lip.*`: from the right mouth corner to the left.
 * `nose.bridge`: from the root (nasion) to the tip. `nose.base`: from the right wing's foot under the septum to the left.
 */
export const curveNames = [
  'jaw',
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
  readonly topology?: { readonly triangles: Uint32Array };
  /**
   * For the jaw: at each of a number of fractions of the curve `jaw`, the path on the surface on which a point slides
   * when the jaw turns away from the camera and a human would mark the visible outline instead. A path starts at the
   * jaw point and runs across the cheek (or chin) towards the middle of the face.
   */
  readonly contourPaths: readonly ContourPath[];
}

export interface ContourPath {
  /** Fraction of the curve `jaw`. */
  readonly at: number;
  readonly points: readonly SurfacePoint[];
}
