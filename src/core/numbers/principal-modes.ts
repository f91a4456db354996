/**
 * The few directions in which rows vary most: R modes of their second moment Σ rowᵀ row, by subspace iteration on the
 * rows' products (Golub & Van Loan, Matrix Computations, 8.2). N rows of P numbers, R modes.
 */
import { Random } from '../random.js';
import { atOnce, type Steps, shareOf } from '../steps.js';

const usualRounds = 20;

/**
 * @param rows – `[N][P]`; not centred here. @param rank – R; no more than N come back.
 * @returns `[R][P]`: Σ modeᵀ mode is Σ rowᵀ row but for what R directions cannot hold; the largest first.
 */
export function principalModes(rows: readonly Float32Array[], rank: number): Float32Array[] {
  return atOnce(principalModeSteps(rows, rank));
}

/** As {@link principalModes}, for rows so many and long that it takes seconds. */
export function* principalModeSteps(rows: readonly Float32Array[], rank: number): Steps<Float32Array[]> {
  const n = rows.length;
  const r = Math.min(rank, n);
  if (r === 0) return [];
  // In multiplications: of each row with those up to itself, of a round (orthonormalised twice), of a mode.
  const length = rows[0]!.length;
  const products = (n * (n + 1) * length) / 2;
  const aRound = r * n * n + 2 * r * r * n;
  const aMode = n * length;
  const all = products + usualRounds * aRound + r * aMode;

  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) gram[i * n + j] = gram[j * n + i] = dot(rows[i]!, rows[j]!);
    yield (((i + 1) * (i + 2)) / 2) * (length / all);
  }
  const basis = yield* shareOf(leadingVectorSteps(gram, n, r), products / all, (usualRounds * aRound) / all);
  const modes: Float32Array[] = [];
  for (const weights of basis) {
    modes.push(weightedSum(rows, weights));
    yield (products + usualRounds * aRound + modes.length * aMode) / all;
  }
  return modes
    .map((mode) => ({ mode, size: mode.reduce((sum, value) => sum + value * value, 0) }))
    .sort((a, b) => b.size - a.size)
    .map(({ mode }) => mode);
}

/**
 * The directions in which a symmetric matrix without negative eigenvalues is largest, by the same iteration: what belongs to far smaller
 * eigenvalues than the last one's is out of them, of neighbours they hold mixtures, and one that depends on those before it is zero.
 * @param matrix – `[N, N]`. @param rank – R, at most N. @param rounds – of the iteration; the last directions need the most. @returns `[R][N]`, of length 1, at right angles; after many rounds the largest first.
 */
export function* leadingVectorSteps(
  matrix: Float64Array,
  n: number,
  rank: number,
  rounds: number = usualRounds,
): Steps<Float64Array[]> {
  const random = new Random(1, 'principal modes');
  let basis: Float64Array[] = Array.from({ length: rank }, () =>
    Float64Array.from({ length: n }, () => random.normal()),
  );
  orthonormalise(basis);
  for (let round = 0; round < rounds; round++) {
    const next: Float64Array[] = [];
    for (const vector of basis) {
      next.push(product(matrix, vector, n));
      yield (round + next.length / rank) / rounds;
    }
    basis = next;
    orthonormalise(basis);
  }
  return basis;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
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
