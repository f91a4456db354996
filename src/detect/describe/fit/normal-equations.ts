/**
 * What a Gauss–Newton step needs, summed point by point over the parameters that move each: no Jacobian is stored, and a mode
 * that leaves a point where it is costs nothing. K points, n parameters.
 */
import { poseParameters } from './fit-parameters.js';
import { type HeadInView, type PointSlopes, pointSlopes } from './residuals.js';
import type { ShapeModes } from './shape-modes.js';

export interface PlacedPoints {
  /** `[K]` the place on the head that each point is on. */
  readonly index: Int32Array;
  /** `[K, 3]` */
  readonly places: Float64Array;
  /** `[K]` roots of the weights. */
  readonly roots: Float64Array;
  /** `[K, 2]` weighted. */
  readonly residual: Float64Array;
}

/**
 * The lower half of J Jᵀ, and J·r: of the pose's parameters alone where the gradient has no more.
 * @param slopes – room. @param gram – `[n, n]`, overwritten. @param gradient – `[n]`, overwritten.
 */
export function normalEquations(
  view: HeadInView,
  modes: ShapeModes,
  { index, places, roots, residual }: PlacedPoints,
  slopes: PointSlopes,
  gram: Float64Array,
  gradient: Float64Array,
): void {
  const n = gradient.length;
  const { parameters, u, v } = slopes;
  gram.fill(0);
  gradient.fill(0);
  for (let k = 0; k < index.length; k++) {
    const at = 3 * k;
    const [x, y, z] = [places[at]!, places[at + 1]!, places[at + 2]!];
    pointSlopes(view, modes, index[k]!, x, y, z, roots[k]!, n > poseParameters, slopes);
    const ru = residual[2 * k]!;
    const rv = residual[2 * k + 1]!;
    for (let i = 0; i < slopes.count; i++) {
      const iu = u[i]!;
      const iv = v[i]!;
      const parameter = parameters[i]!;
      const row = parameter * n;
      gradient[parameter]! += iu * ru + iv * rv;
      for (let j = 0; j <= i; j++) gram[row + parameters[j]!]! += iu * u[j]! + iv * v[j]!;
    }
  }
}
