/** A point on a triangle mesh: it moves with the surface. */
export interface SurfacePoint {
  readonly triangle: number;
  /** Barycentric weights of the triangle's three corners; they sum to 1. */
  readonly weights: readonly [number, number, number];
}
