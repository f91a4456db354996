/**
 * Ridge regression of several outputs (Hoerl & Kennard, Technometrics 1970) with an intercept that is not shrunk.
 * Solved in whichever of features and rows there are fewer of, so that 980 features of 100 faces cost nothing.
 * R rows, p features, m outputs. An output that a row lacks (NaN) is fitted on the other rows.
 */
import { solvePositive } from './linear-system.js';

/** outputs = weight · (features − centre) + bias. */
export interface RidgeMap {
  /** `[m, p]`. */
  weight: Float64Array;
  /** `[p]`. */
  centre: Float64Array;
  /** `[m]`. */
  bias: Float64Array;
}

/**
 * @param features – `[R][p]`. @param outputs – `[R][m]`, NaN where unknown.
 * @param strength – relative to the mean variance of a feature: the same figure suits any scale and number of rows.
 */
export function fitRidge(
  features: readonly Float32Array[],
  outputs: readonly Float32Array[],
  strength: number,
): RidgeMap {
  const p = features[0]!.length;
  const m = outputs[0]!.length;
  const map: RidgeMap = {
    weight: new Float64Array(m * p),
    centre: meanOf(features, p),
    bias: new Float64Array(m),
  };
  for (const { rows, columns } of patterns(outputs)) {
    // An output that nobody labelled stays at 0: the nearest point.
    if (rows.length === 0) continue;
    solvePattern(
      map,
      rows.map((r) => features[r]!),
      rows.map((r) => outputs[r]!),
      columns,
      strength,
    );
  }
  return map;
}

/** Outputs that are known in the same rows are solved together. */
function patterns(outputs: readonly Float32Array[]): { rows: number[]; columns: number[] }[] {
  const byRows = new Map<string, { rows: number[]; columns: number[] }>();
  for (let c = 0; c < outputs[0]!.length; c++) {
    const rows = [...outputs.keys()].filter((r) => !Number.isNaN(outputs[r]![c]!));
    const key = rows.length === outputs.length ? 'all' : rows.join();
    const known = byRows.get(key);
    if (known) known.columns.push(c);
    else byRows.set(key, { rows, columns: [c] });
  }
  return [...byRows.values()];
}

function solvePattern(
  map: RidgeMap,
  features: readonly Float32Array[],
  outputs: readonly Float32Array[],
  columns: readonly number[],
  strength: number,
): void {
  const n = features.length;
  const p = map.centre.length;
  const m = columns.length;
  // Centred on their own mean: then the intercept is free.
  const own = meanOf(features, p);
  const x = new Float64Array(n * p);
  let trace = 0;
  for (let r = 0; r < n; r++)
    for (let i = 0; i < p; i++) {
      const value = features[r]![i]! - own[i]!;
      x[r * p + i] = value;
      trace += value * value;
    }
  const means = columns.map((c) => outputs.reduce((sum, row) => sum + row[c]!, 0) / n);
  const y = new Float64Array(n * m);
  for (let r = 0; r < n; r++)
    for (let c = 0; c < m; c++) y[r * m + c] = outputs[r]![columns[c]!]! - means[c]!;
  const lambda = strength * (trace / p) + 1e-12;
  const weight = n < p ? dual(x, y, lambda, n, p, m) : primal(x, y, lambda, n, p, m);
  columns.forEach((column, c) => {
    let bias = means[c]!;
    for (let i = 0; i < p; i++) {
      const w = weight[i * m + c]!;
      map.weight[column * p + i] = w;
      bias += w * (map.centre[i]! - own[i]!);
    }
    map.bias[column] = bias;
  });
}

/** Xᵀ(XXᵀ + λ)⁻¹Y, `[p, m]`. */
function dual(
  x: Float64Array,
  y: Float64Array,
  lambda: number,
  n: number,
  p: number,
  m: number,
): Float64Array {
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? lambda : 0;
      for (let k = 0; k < p; k++) sum += x[i * p + k]! * x[j * p + k]!;
      gram[i * n + j] = sum;
    }
  solvePositive(gram, y, n);
  return transposedProduct(x, y, n, p, m);
}

/** (XᵀX + λ)⁻¹XᵀY, `[p, m]`. */
function primal(
  x: Float64Array,
  y: Float64Array,
  lambda: number,
  n: number,
  p: number,
  m: number,
): Float64Array {
  const normal = new Float64Array(p * p);
  for (let r = 0; r < n; r++)
    for (let i = 0; i < p; i++) {
      const value = x[r * p + i]!;
      for (let j = 0; j <= i; j++) normal[i * p + j]! += value * x[r * p + j]!;
    }
  for (let i = 0; i < p; i++) normal[i * p + i]! += lambda;
  const solution = transposedProduct(x, y, n, p, m);
  solvePositive(normal, solution, p);
  return solution;
}

/** XᵀY. */
function transposedProduct(x: Float64Array, y: Float64Array, n: number, p: number, m: number): Float64Array {
  const product = new Float64Array(p * m);
  for (let r = 0; r < n; r++)
    for (let i = 0; i < p; i++) {
      const value = x[r * p + i]!;
      for (let c = 0; c < m; c++) product[i * m + c]! += value * y[r * m + c]!;
    }
  return product;
}

/** @returns `[m]`. */
export function applyRidge({ weight, centre, bias }: RidgeMap, features: Float32Array): Float64Array {
  return bias.map((start, c) => {
    let sum = start;
    for (let i = 0; i < centre.length; i++)
      sum += weight[c * centre.length + i]! * (features[i]! - centre[i]!);
    return sum;
  });
}

function meanOf(rows: readonly Float32Array[], p: number): Float64Array {
  const mean = new Float64Array(p);
  for (const row of rows) for (let i = 0; i < p; i++) mean[i]! += row[i]! / rows.length;
  return mean;
}
