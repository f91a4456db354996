/** The inverse of the normal equations: the covariance of what was fitted. */
import { choleskyFactor, solvePositive } from '../../../core/numbers/linear-system.js';
import { type FitState, poseParameters, translationOf } from './fit-parameters.js';

/** @param a – `[n, n]`, symmetric positive definite; only its lower half is read; overwritten. */
export function inversePositive(a: Float64Array, n: number): Float64Array {
  choleskyFactor(a, n);
  // Rows of the factor's inverse, transposed: `[j, i]`, so that both loops read along rows.
  const columns = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    columns[j * n + j] = 1 / a[j * n + j]!;
    for (let i = j + 1; i < n; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= a[i * n + k]! * columns[j * n + k]!;
      columns[j * n + i] = sum / a[i * n + i]!;
    }
  }
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += columns[i * n + k]! * columns[j * n + k]!;
      inverse[i * n + j] = sum;
      inverse[j * n + i] = sum;
    }
  return inverse;
}

/**
 * The precision of parameters `from` to `from + count` with all others left open: the Schur complement.
 * @param gram – `[n, n]`, lower half. @returns `[count, count]`
 */
export function withoutOthers(gram: Float64Array, n: number, from: number, count: number): Float64Array {
  const at = (i: number, j: number): number => gram[Math.max(i, j) * n + Math.min(i, j)]!;
  const others = Array.from({ length: n }, (_, i) => i).filter((i) => i < from || i >= from + count);
  const m = others.length;
  const block = new Float64Array(m * m);
  const cross = new Float64Array(m * count);
  others.forEach((p, i) => {
    for (let j = 0; j <= i; j++) block[i * m + j] = at(p, others[j]!);
    for (let q = 0; q < count; q++) cross[i * count + q] = at(p, from + q);
  });
  const solved = cross.slice();
  solvePositive(block, solved, m);
  const rest = new Float64Array(count * count);
  for (let p = 0; p < count; p++)
    for (let q = 0; q < count; q++) {
      let sum = at(from + p, from + q);
      for (let i = 0; i < m; i++) sum -= cross[i * count + p]! * solved[i * count + q]!;
      rest[p * count + q] = sum;
    }
  return rest;
}

/** From the parameters of the fit to `[6, 6]` of rotation and translation. @param inverse – `[n, n]` covariance of the parameters. */
export function poseCovariance(state: FitState, inverse: Float64Array, n: number): Float64Array {
  const [tx, ty, tz] = translationOf(state);
  const size = Math.exp(-state.logScale);
  const map = new Float64Array(6 * poseParameters);
  for (let axis = 0; axis < 3; axis++) map[axis * poseParameters + axis] = 1;
  map.set([0, 0, 0, size, 0, -tx, 0], 3 * poseParameters);
  map.set([0, 0, 0, 0, -size, -ty, 0], 4 * poseParameters);
  map.set([0, 0, 0, 0, 0, -tz, tz], 5 * poseParameters);
  const covariance = new Float64Array(36);
  for (let row = 0; row < 6; row++)
    for (let column = 0; column < 6; column++)
      for (let p = 0; p < poseParameters; p++)
        for (let q = 0; q < poseParameters; q++)
          covariance[6 * row + column]! +=
            map[row * poseParameters + p]! * inverse[p * n + q]! * map[column * poseParameters + q]!;
  return covariance;
}
