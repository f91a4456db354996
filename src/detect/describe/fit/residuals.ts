/**
 * Where the points of a head are seen, and how that changes with every parameter of the fit (the analytic Jacobian; a test
 * holds it against finite differences). K points, n parameters, M = P + E modes of the shape.
 */
import type { FitState } from './fit-parameters.js';
import { poseParameters, translationOf } from './fit-parameters.js';
import type { ShapeModes } from './shape-modes.js';

/** Room for one face's numbers, used again by the next. */
export interface Residuals {
  /** `[K, 3]` places on the shaped head, head space. */
  places: Float64Array;
  /** `[2K]` observed less seen, pixels, times the root of the point's weight. */
  residual: Float64Array;
  /** `[n, 2K]` what each parameter moves what is seen, times the root of the point's weight. */
  jacobian: Float64Array;
}

export function residualsFor(count: number, parameters: number): Residuals {
  return {
    places: new Float64Array(3 * count),
    residual: new Float64Array(2 * count),
    jacobian: new Float64Array(2 * count * parameters),
  };
}

/** @param index – `[K]` the place on the head that each point is on, of its N. */
export function shapePlaces(
  { mean, modes, count: modeCount }: ShapeModes,
  index: Int32Array,
  shape: Float64Array,
  places: Float64Array,
): void {
  for (let k = 0; k < index.length; k++) {
    const from = index[k]!;
    let x = mean[3 * from]!;
    let y = mean[3 * from + 1]!;
    let z = mean[3 * from + 2]!;
    let at = 3 * modeCount * from;
    for (let m = 0; m < modeCount; m++, at += 3) {
      const amount = shape[m]!;
      x += amount * modes[at]!;
      y += amount * modes[at + 1]!;
      z += amount * modes[at + 2]!;
    }
    places[3 * k] = x;
    places[3 * k + 1] = y;
    places[3 * k + 2] = z;
  }
}

/**
 * Fills residual and, where `parameters` is not 0, the Jacobian's first `parameters` rows.
 * @param points – `[K, 2]`, from the principal point. @param roots – `[K]` roots of the weights; 0 leaves a point out.
 */
export function fillResiduals(
  out: Residuals,
  state: FitState,
  shapeModes: ShapeModes,
  index: Int32Array,
  points: Float64Array,
  roots: Float64Array,
  parameters: number,
): void {
  const { places, residual, jacobian } = out;
  const [a, b, c, d, e, f, g, h, i] = state.rotation;
  const [tx, ty, tz] = translationOf(state);
  const focal = Math.exp(state.logFocal);
  const perScale = Math.exp(-state.logScale);
  const rows = 2 * index.length;
  const { modes, count: modeCount } = shapeModes;
  for (let k = 0; k < index.length; k++) {
    const root = roots[k]!;
    const at = 2 * k;
    const x = places[3 * k]!;
    const y = places[3 * k + 1]!;
    const z = places[3 * k + 2]!;
    const rx = a * x + b * y + c * z;
    const ry = d * x + e * y + f * z;
    const rz = g * x + h * y + i * z;
    const depth = -(rz + tz);
    // Behind the camera: says nothing.
    if (root === 0 || !(depth > 0)) {
      residual[at] = 0;
      residual[at + 1] = 0;
      for (let p = 0; p < parameters; p++) {
        jacobian[p * rows + at] = 0;
        jacobian[p * rows + at + 1] = 0;
      }
      continue;
    }
    const enlarge = focal / depth;
    const u = (rx + tx) * enlarge;
    const v = -(ry + ty) * enlarge;
    residual[at] = root * (points[at]! - u);
    residual[at + 1] = root * (points[at + 1]! - v);
    if (parameters === 0) continue;
    // u moves by ux·dx + uz·dz, v by vy·dy + vz·dz.
    const ux = root * enlarge;
    const uz = (root * u) / depth;
    const vy = -ux;
    const vz = (root * v) / depth;
    const put = (parameter: number, du: number, dv: number): void => {
      jacobian[parameter * rows + at] = du;
      jacobian[parameter * rows + at + 1] = dv;
    };
    put(0, uz * ry, vy * -rz + vz * ry);
    put(1, ux * rz - uz * rx, -vz * rx);
    put(2, -ux * ry, vy * rx);
    put(3, ux * perScale, 0);
    put(4, 0, -vy * perScale);
    put(5, -ux * tx - uz * tz, -vy * ty - vz * tz);
    put(6, root * u + uz * tz, root * v + vz * tz);
    if (parameters === poseParameters) continue;
    const uX = ux * a + uz * g;
    const uY = ux * b + uz * h;
    const uZ = ux * c + uz * i;
    const vX = vy * d + vz * g;
    const vY = vy * e + vz * h;
    const vZ = vy * f + vz * i;
    let mode = 3 * modeCount * index[k]!;
    for (let m = 0; m < modeCount; m++, mode += 3) {
      const mx = modes[mode]!;
      const my = modes[mode + 1]!;
      const mz = modes[mode + 2]!;
      const row = (poseParameters + m) * rows + at;
      jacobian[row] = uX * mx + uY * my + uZ * mz;
      jacobian[row + 1] = vX * mx + vY * my + vZ * mz;
    }
  }
}
