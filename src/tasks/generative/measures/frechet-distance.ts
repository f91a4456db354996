/**
 * How far two clouds of features lie apart, each taken for a Gaussian: |m₁ − m₂|² + tr(S₁ + S₂ − 2 (S₁S₂)^½), the Fréchet distance
 * (Heusel et al., NeurIPS 2017). N and M rows of D features.
 */
import { symmetricEigen } from '../../../core/numbers/symmetric-eigen.js';

/** @param a – `[N, D]`. @param b – `[M, D]`. */
export function frechetDistance(a: Float32Array, b: Float32Array, features: number): number {
  const [first, second] = [gaussianOf(a, features), gaussianOf(b, features)];
  let distance = 0;
  for (let i = 0; i < features; i++) {
    distance += (first.mean[i]! - second.mean[i]!) ** 2;
    distance += first.covariance[i * features + i]! + second.covariance[i * features + i]!;
  }
  // (S₁S₂)^½ has the trace of (S₁^½ S₂ S₁^½)^½, which is symmetric.
  const root = squareRoot(first.covariance, features);
  const between = product(product(root, second.covariance, features), root, features);
  const { values } = symmetricEigen(between, features);
  return distance - 2 * values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
}

function gaussianOf(rows: Float32Array, n: number): { mean: Float64Array; covariance: Float64Array } {
  const count = rows.length / n;
  const mean = new Float64Array(n);
  for (const [i, value] of rows.entries()) mean[i % n]! += value / count;
  const covariance = new Float64Array(n * n);
  for (let row = 0; row < count; row++)
    for (let i = 0; i < n; i++) {
      const away = rows[row * n + i]! - mean[i]!;
      for (let j = 0; j < n; j++) covariance[i * n + j]! += (away * (rows[row * n + j]! - mean[j]!)) / count;
    }
  return { mean, covariance };
}

function squareRoot(matrix: Float64Array, n: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, n);
  const scaled = vectors.map((value, i) => value * Math.sqrt(Math.max(0, values[i % n]!)));
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let k = 0; k < n; k++) result[i * n + j]! += scaled[i * n + k]! * vectors[j * n + k]!;
  return result;
}

function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const left = a[i * n + k]!;
      for (let j = 0; j < n; j++) result[i * n + j]! += left * b[k * n + j]!;
    }
  return result;
}
