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
  for (const { columns, normal } of systemsOf(features, outputs)) {
    const { own, means } = normal;
    const weight = weightOf(normal, strength);
    columns.forEach((column, c) => {
      let bias = means[c]!;
      for (let i = 0; i < p; i++) {
        const w = weight[i * columns.length + c]!;
        map.weight[column * p + i] = w;
        bias += w * (map.centre[i]! - own[i]!);
      }
      map.bias[column] = bias;
    });
  }
  return map;
}

/**
 * What a ridge of each strength predicts for rows beside those that it is fitted on: the products of features are summed up
 * once for all strengths, and where rows are fewer than features no weight is ever written out.
 * @param features – `[R][p]`. @param outputs – `[R][m]`, NaN where unknown. @param others – `[T][p]`.
 * @returns `[strengths][T][m]`.
 */
export function ridgePredictions(
  features: readonly Float32Array[],
  outputs: readonly Float32Array[],
  strengths: readonly number[],
  others: readonly Float32Array[],
): Float64Array[][] {
  const m = outputs[0]!.length;
  const predicted = strengths.map(() => others.map(() => new Float64Array(m)));
  for (const { columns, normal } of systemsOf(features, outputs)) {
    const centred = centredRows(others, normal.own);
    const isDual = normal.n < normal.p;
    const [seen, width] = isDual
      ? [productsWith(normal, centred, others.length), normal.n]
      : [centred, normal.p];
    for (const [s, strength] of strengths.entries()) {
      const solved = solutionOf(normal, strength);
      for (let t = 0; t < others.length; t++) {
        const row = Float64Array.from(normal.means);
        for (let i = 0; i < width; i++) {
          const value = seen[t * width + i]!;
          for (let c = 0; c < row.length; c++) row[c]! += value * solved[i * row.length + c]!;
        }
        columns.forEach((column, c) => {
          predicted[s]![t]![column] = row[c]!;
        });
      }
    }
  }
  return predicted;
}

/** Rows in which the same outputs are known, without those that nobody labelled: they stay at 0, the nearest point. */
function systemsOf(
  features: readonly Float32Array[],
  outputs: readonly Float32Array[],
): { columns: number[]; normal: Normal }[] {
  return patterns(outputs)
    .filter(({ rows }) => rows.length > 0)
    .map(({ rows, columns }) => ({
      columns,
      normal: normalOf(
        rows.map((r) => features[r]!),
        rows.map((r) => outputs[r]!),
        columns,
      ),
    }));
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

/** What is the same for all strengths. n rows. */
interface Normal {
  n: number;
  p: number;
  /** `[p]` means of the features: centred on them the intercept is free. */
  own: Float64Array;
  /** `[n, p]` centred. */
  x: Float64Array;
  /** `[m]` */
  means: number[];
  /** Lower half of XXᵀ `[n, n]` where rows are fewer than features, else of XᵀX `[p, p]`. */
  products: Float64Array;
  /** XᵀY `[p, m]` where features are fewer than rows, else Y `[n, m]`. */
  right: Float64Array;
  /** Mean variance of a feature, times n. */
  scale: number;
}

function normalOf(
  features: readonly Float32Array[],
  outputs: readonly Float32Array[],
  columns: readonly number[],
): Normal {
  const n = features.length;
  const p = features[0]!.length;
  const m = columns.length;
  const own = meanOf(features, p);
  const x = centredRows(features, own);
  const means = columns.map((c) => outputs.reduce((sum, row) => sum + row[c]!, 0) / n);
  const y = new Float64Array(n * m);
  for (let r = 0; r < n; r++)
    for (let c = 0; c < m; c++) y[r * m + c] = outputs[r]![columns[c]!]! - means[c]!;
  const trace = x.reduce((sum, value) => sum + value * value, 0);
  const isDual = n < p;
  const products = isDual ? rowProducts(x, n, p) : columnProducts(x, n, p);
  const right = isDual ? y : transposedProduct(x, y, n, p, m);
  return { n, p, own, x, means, products, right, scale: trace / p };
}

/** `[n, p]`. */
function centredRows(rows: readonly Float32Array[], own: Float64Array): Float64Array {
  const p = own.length;
  const centred = new Float64Array(rows.length * p);
  for (const [r, row] of rows.entries()) for (let i = 0; i < p; i++) centred[r * p + i] = row[i]! - own[i]!;
  return centred;
}

/** `[p, m]`: Xᵀ(XXᵀ + λ)⁻¹Y, or (XᵀX + λ)⁻¹XᵀY, which is the same. */
function weightOf(normal: Normal, strength: number): Float64Array {
  const { n, p, x, means } = normal;
  const solution = solutionOf(normal, strength);
  return n < p ? transposedProduct(x, solution, n, p, means.length) : solution;
}

/** (products + λ)⁻¹ · right. */
function solutionOf(normal: Normal, strength: number): Float64Array {
  const side = Math.min(normal.n, normal.p);
  const solution = normal.right.slice();
  solvePositive(strengthened(normal, strength, side), solution, side);
  return solution;
}

function strengthened({ products, scale }: Normal, strength: number, side: number): Float64Array {
  const matrix = products.slice();
  const lambda = strength * scale + 1e-12;
  for (let i = 0; i < side; i++) matrix[i * side + i]! += lambda;
  return matrix;
}

function rowProducts(x: Float64Array, n: number, p: number): Float64Array {
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < p; k++) sum += x[i * p + k]! * x[j * p + k]!;
      gram[i * n + j] = sum;
    }
  return gram;
}

function columnProducts(x: Float64Array, n: number, p: number): Float64Array {
  const products = new Float64Array(p * p);
  for (let r = 0; r < n; r++)
    for (let i = 0; i < p; i++) {
      const value = x[r * p + i]!;
      for (let j = 0; j <= i; j++) products[i * p + j]! += value * x[r * p + j]!;
    }
  return products;
}

/** Of each of `count` centred rows with those that were fitted on, `[count, n]`. */
function productsWith({ n, p, x }: Normal, centred: Float64Array, count: number): Float64Array {
  const products = new Float64Array(count * n);
  for (let t = 0; t < count; t++)
    for (let r = 0; r < n; r++) {
      let sum = 0;
      for (let i = 0; i < p; i++) sum += centred[t * p + i]! * x[r * p + i]!;
      products[t * n + r] = sum;
    }
  return products;
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
