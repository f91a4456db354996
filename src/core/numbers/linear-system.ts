/** Symmetric positive definite systems by Cholesky factors, in float64. */
import { LineamentError } from '../errors.js';

/**
 * The lower triangular L with L Lᵀ = A.
 * @param a – `[n, n]`, symmetric positive definite; only its lower half is read. It is overwritten by L, with zeros above.
 */
export function choleskyFactor(a: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      if (i > j) {
        a[i * n + j] = sum / a[j * n + j]!;
        a[j * n + i] = 0;
      } else if (sum > 0) a[j * n + j] = Math.sqrt(sum);
      else
        throw new LineamentError(`linear system: row ${j} of ${n} depends on the rows before it`, {
          hint: 'there is no unique solution: give more data, or a stronger ridge',
        });
    }
  }
}

/**
 * @param a – `[n, n]`, symmetric positive definite; only its lower half is read. It is overwritten.
 * @param b – `[n, m]`, overwritten by the solution of a·x = b.
 */
export function solvePositive(a: Float64Array, b: Float64Array, n: number): void {
  const m = b.length / n;
  choleskyFactor(a, n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) addMultiple(b, i, k, -a[i * n + k]!, m);
    scaleRow(b, i, 1 / a[i * n + i]!, m);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) addMultiple(b, i, k, -a[k * n + i]!, m);
    scaleRow(b, i, 1 / a[i * n + i]!, m);
  }
}

/** Row i += factor · row k. */
function addMultiple(b: Float64Array, i: number, k: number, factor: number, m: number): void {
  for (let c = 0; c < m; c++) b[i * m + c]! += factor * b[k * m + c]!;
}

function scaleRow(b: Float64Array, i: number, factor: number, m: number): void {
  for (let c = 0; c < m; c++) b[i * m + c]! *= factor;
}
