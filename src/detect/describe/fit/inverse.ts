/** The inverse of the normal equations: the covariance of what was fitted. */
import { choleskyFactor, solvePositive } from '../../../core/numbers/linear-system.js';
import { type FitState, poseParameters, translationOf } from './fit-parameters.js';

/** @param a – `[n, n]`, symmetric positive definite; only its lower half is read; overwritten. */
export function inversePositive(a: Float64Array, n: number): Float64Array {
  return cornerOfInverse(factorInverse(a, n), n, n);
}

/**
 * What is read of a covariance, at a third of the cost of all of it.
 * @param precision – `[n, n]`, lower half; overwritten. @returns the first `corner` rows and columns of its inverse,
 * `[corner, corner]`, and its whole diagonal, `[n]`.
 */
export function covarianceParts(
  precision: Float64Array,
  n: number,
  corner: number,
): { corner: Float64Array; variances: Float64Array } {
  const columns = factorInverse(precision, n);
  const variances = new Float64Array(n);
  for (let i = 0; i < n; i++) variances[i] = rowProduct(columns, n, i, i);
  return { corner: cornerOfInverse(columns, n, corner), variances };
}

/** The inverse of the Cholesky factor, transposed: `[j, i]`, so that loops read along rows. */
function factorInverse(a: Float64Array, n: number): Float64Array {
  choleskyFactor(a, n);
  const columns = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    columns[j * n + j] = 1 / a[j * n + j]!;
    for (let i = j + 1; i < n; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= a[i * n + k]! * columns[j * n + k]!;
      columns[j * n + i] = sum / a[i * n + i]!;
    }
  }
  return columns;
}

/** i ≥ j */
function rowProduct(columns: Float64Array, n: number, i: number, j: number): number {
  let sum = 0;
  for (let k = i; k < n; k++) sum += columns[i * n + k]! * columns[j * n + k]!;
  return sum;
}

function cornerOfInverse(columns: Float64Array, n: number, corner: number): Float64Array {
  const inverse = new Float64Array(corner * corner);
  for (let i = 0; i < corner; i++)
    for (let j = 0; j <= i; j++) {
      const value = rowProduct(columns, n, i, j);
      inverse[i * corner + j] = value;
      inverse[j * corner + i] = value;
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

/** From the pose's parameters to `[6, 6]` of rotation and translation. @param inverse – `[7, 7]` covariance of the parameters. */
export function poseCovariance(state: FitState, inverse: Float64Array): Float64Array {
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
            map[row * poseParameters + p]! *
            inverse[p * poseParameters + q]! *
            map[column * poseParameters + q]!;
  return covariance;
}
