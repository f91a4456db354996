/** Solves symmetric positive definite systems by Cholesky factors, in float64. */
import { LineamentError } from './errors.js';

/**
 * @param a – `[n, n]`, symmetric positive definite; only its lower half is read. It is overwritten.
 * @param b – `[n, m]`, overwritten by the solution of a·x = b.
 */
export function solvePositive(a: Float64Array, b: Float64Array, n: number): void {
  const m = b.length / n;
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      if (i > j) a[i * n + j] = sum / a[j * n + j]!;
      else if (sum > 0) a[j * n + j] = Math.sqrt(sum);
      else
        throw new LineamentError('ridge: the system has no unique solution', {
          hint: 'fit on more faces, or with more strength',
        });
    }
  }
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
