/**
 * Where the points of a head are seen, and how that changes with every parameter of the fit (the analytic Jacobian, a point at a
 * time; a test holds it against finite differences). K points, n parameters, M = P + E modes of the shape.
 */
import type { Matrix3, Vector3 } from '../../../core/vector.js';
import { type FitState, poseParameters, translationOf } from './fit-parameters.js';
import type { ShapeModes } from './shape-modes.js';

/** @param index – `[K]` the place on the head that each point is on, of its N. @param places – `[K, 3]`, overwritten: head space. */
export function shapePlaces(
  { mean, starts, numbers, moves }: Pick<ShapeModes, 'mean' | 'starts' | 'numbers' | 'moves'>,
  index: Int32Array,
  shape: Float64Array,
  places: Float64Array,
): void {
  for (let k = 0; k < index.length; k++) {
    const from = index[k]!;
    let x = mean[3 * from]!;
    let y = mean[3 * from + 1]!;
    let z = mean[3 * from + 2]!;
    const end = starts[from + 1]!;
    for (let entry = starts[from]!; entry < end; entry++) {
      const amount = shape[numbers[entry]!]!;
      x += amount * moves[3 * entry]!;
      y += amount * moves[3 * entry + 1]!;
      z += amount * moves[3 * entry + 2]!;
    }
    places[3 * k] = x;
    places[3 * k + 1] = y;
    places[3 * k + 2] = z;
  }
}

/** A state as points are seen from it. */
export interface HeadInView {
  readonly rotation: Matrix3;
  readonly translation: Vector3;
  readonly focal: number;
  readonly perScale: number;
}

export function headInView(state: FitState): HeadInView {
  return {
    rotation: state.rotation,
    translation: translationOf(state),
    focal: Math.exp(state.logFocal),
    perScale: Math.exp(-state.logScale),
  };
}

/**
 * Observed less seen, pixels, times the root of the point's weight.
 * @param places – `[K, 3]`. @param points – `[K, 2]`, from the principal point. @param roots – `[K]` roots of the weights; 0 leaves
 * a point out. @param residual – `[K, 2]`, overwritten.
 */
export function fillResiduals(
  { rotation, translation, focal }: HeadInView,
  places: Float64Array,
  points: Float64Array,
  roots: Float64Array,
  residual: Float64Array,
): void {
  const [a, b, c, d, e, f, g, h, i] = rotation;
  const [tx, ty, tz] = translation;
  for (let k = 0; k < roots.length; k++) {
    const root = roots[k]!;
    const x = places[3 * k]!;
    const y = places[3 * k + 1]!;
    const z = places[3 * k + 2]!;
    const depth = -(g * x + h * y + i * z + tz);
    // Behind the camera: says nothing.
    const isSeen = root !== 0 && depth > 0;
    const enlarge = focal / depth;
    residual[2 * k] = isSeen ? root * (points[2 * k]! - (a * x + b * y + c * z + tx) * enlarge) : 0;
    residual[2 * k + 1] = isSeen ? root * (points[2 * k + 1]! + (d * x + e * y + f * z + ty) * enlarge) : 0;
  }
}

/** What one point's two coordinates change with: room for one point's numbers, used again by the next. */
export interface PointSlopes {
  /** How many parameters move the point; the first so many entries of the arrays count. */
  count: number;
  /** `[n]` the parameters, rising. */
  readonly parameters: Int32Array;
  /** `[n]` pixels for one of the parameter, times the root of the point's weight. */
  readonly u: Float64Array;
  readonly v: Float64Array;
}

export function slopesFor(n: number): PointSlopes {
  return { count: 0, parameters: new Int32Array(n), u: new Float64Array(n), v: new Float64Array(n) };
}

/**
 * @param index – place on the head. @param x – of the shaped place, head space; y, z. @param root – of the weight.
 * @param whole – the shape's parameters too, not only the pose's.
 */
export function pointSlopes(
  { rotation, translation, focal, perScale }: HeadInView,
  { starts, numbers, moves }: Pick<ShapeModes, 'starts' | 'numbers' | 'moves'>,
  index: number,
  x: number,
  y: number,
  z: number,
  root: number,
  whole: boolean,
  slopes: PointSlopes,
): void {
  const [a, b, c, d, e, f, g, h, i] = rotation;
  const [tx, ty, tz] = translation;
  const rx = a * x + b * y + c * z;
  const ry = d * x + e * y + f * z;
  const rz = g * x + h * y + i * z;
  const depth = -(rz + tz);
  slopes.count = 0;
  if (root === 0 || !(depth > 0)) return;
  const { parameters, u, v } = slopes;
  const enlarge = focal / depth;
  const seenX = (rx + tx) * enlarge;
  const seenY = -(ry + ty) * enlarge;
  // u moves by ux·dx + uz·dz, v by vy·dy + vz·dz.
  const ux = root * enlarge;
  const uz = (root * seenX) / depth;
  const vy = -ux;
  const vz = (root * seenY) / depth;
  for (let p = 0; p < poseParameters; p++) parameters[p] = p;
  u[0] = uz * ry;
  v[0] = vy * -rz + vz * ry;
  u[1] = ux * rz - uz * rx;
  v[1] = -vz * rx;
  u[2] = -ux * ry;
  v[2] = vy * rx;
  u[3] = ux * perScale;
  v[3] = 0;
  u[4] = 0;
  v[4] = -vy * perScale;
  u[5] = -ux * tx - uz * tz;
  v[5] = -vy * ty - vz * tz;
  u[6] = root * seenX + uz * tz;
  v[6] = root * seenY + vz * tz;
  let count = poseParameters;
  if (whole) {
    const uX = ux * a + uz * g;
    const uY = ux * b + uz * h;
    const uZ = ux * c + uz * i;
    const vX = vy * d + vz * g;
    const vY = vy * e + vz * h;
    const vZ = vy * f + vz * i;
    const end = starts[index + 1]!;
    for (let entry = starts[index]!; entry < end; entry++, count++) {
      const mx = moves[3 * entry]!;
      const my = moves[3 * entry + 1]!;
      const mz = moves[3 * entry + 2]!;
      parameters[count] = poseParameters + numbers[entry]!;
      u[count] = uX * mx + uY * my + uZ * mz;
      v[count] = vX * mx + vY * my + vZ * mz;
    }
  }
  slopes.count = count;
}
