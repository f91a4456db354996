/**
 * The few directions in which rows vary most: R modes of their second moment Σ rowᵀ row, by subspace iteration on the
 * rows' products (Golub & Van Loan, Matrix Computations, 8.2). N rows of P numbers, R modes.
 */
import { Random } from '../random.js';

const rounds = 20;

/**
 * @param rows – `[N][P]`; not centred here. @param rank – R; no more than N come back.
 * @returns `[R][P]`: Σ modeᵀ mode is Σ rowᵀ row but for what R directions cannot hold; the largest first.
 */
export function principalModes(rows: readonly Float32Array[], rank: number): Float32Array[] {
  const n = rows.length;
  const r = Math.min(rank, n);
  if (r === 0) return [];
  const gram = productsOf(rows);
  const random = new Random(1, 'principal modes');
  let basis: Float64Array[] = Array.from({ length: r }, () =>
    Float64Array.from({ length: n }, () => random.normal()),
  );
  orthonormalise(basis);
  for (let round = 0; round < rounds; round++) {
    basis = basis.map((vector) => product(gram, vector, n));
    orthonormalise(basis);
  }
  return basis
    .map((weights) => weightedSum(rows, weights))
    .map((mode) => ({ mode, size: mode.reduce((sum, value) => sum + value * value, 0) }))
    .sort((a, b) => b.size - a.size)
    .map(({ mode }) => mode);
}

/** `[N, N]`. */
function productsOf(rows: readonly Float32Array[]): Float64Array {
  const n = rows.length;
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const [a, b] = [rows[i]!, rows[j]!];
      let sum = 0;
      for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
      gram[i * n + j] = sum;
      gram[j * n + i] = sum;
    }
  return gram;
}

function product(matrix: Float64Array, vector: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += matrix[i * n + j]! * vector[j]!;
    out[i] = sum;
  }
  return out;
}

/** Gram–Schmidt, twice: once loses digits. A vector that depends on those before it becomes zero. */
function orthonormalise(vectors: readonly Float64Array[]): void {
  for (const [i, vector] of vectors.entries()) {
    const before = Math.hypot(...vector);
    for (let pass = 0; pass < 2; pass++)
      for (let j = 0; j < i; j++) {
        const other = vectors[j]!;
        let along = 0;
        for (let k = 0; k < vector.length; k++) along += vector[k]! * other[k]!;
        for (let k = 0; k < vector.length; k++) vector[k]! -= along * other[k]!;
      }
    const length = Math.hypot(...vector);
    const scale = length > 1e-10 * before && length > 0 ? 1 / length : 0;
    for (let k = 0; k < vector.length; k++) vector[k]! *= scale;
  }
}

function weightedSum(rows: readonly Float32Array[], weights: Float64Array): Float32Array {
  const sum = new Float64Array(rows[0]!.length);
  for (const [i, row] of rows.entries())
    for (let k = 0; k < row.length; k++) sum[k]! += weights[i]! * row[k]!;
  return Float32Array.from(sum);
}
