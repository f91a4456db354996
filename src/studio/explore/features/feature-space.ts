/**
 * Faces as unit vectors whose products say how alike they are: features centred, each channel at the same spread, turned to their
 * principal axes with the long axes held back (to the root of their spread), so that pose does not drown everything else.
 * N rows of F features become N of D numbers, the widest axes first.
 */
import { principalModes } from '../../../core/numbers/principal-modes.js';

export interface FeatureSpace {
  count: number;
  /** D */
  dims: number;
  /** `[N, D]` of length 1; 0 throughout where a row has no features. */
  vectors: Float32Array;
}

const mostDims = 64;
/** Rows that the axes are fitted on. */
const mostFitted = 1000;

/** @param raw – `[N, F]`, NaN throughout where a row has none. */
export function featureSpace(raw: Float32Array, length: number): FeatureSpace {
  const count = raw.length / length;
  const known = Array.from({ length: count }, (_, row) => row).filter(
    (row) => !Number.isNaN(raw[row * length]!),
  );
  const fitted = known.filter((_, i) => i % Math.ceil(known.length / mostFitted) === 0);
  const mean = new Float64Array(length);
  const spread = new Float64Array(length);
  for (const row of fitted)
    for (let f = 0; f < length; f++) mean[f]! += raw[row * length + f]! / fitted.length;
  for (const row of fitted)
    for (let f = 0; f < length; f++) spread[f]! += (raw[row * length + f]! - mean[f]!) ** 2 / fitted.length;
  const widest = Math.max(...spread);
  // A channel that hardly changes says nothing, however little it changes.
  const scale = spread.map((variance) => 1 / Math.sqrt(variance + 1e-4 * widest + 1e-12));
  const standardised = (row: number): Float32Array =>
    Float32Array.from({ length }, (_, f) => (raw[row * length + f]! - mean[f]!) * scale[f]!);
  const axes = principalModes(fitted.map(standardised), mostDims)
    .map((mode) => ({ mode, size: Math.hypot(...mode) }))
    .filter(({ size }, _, all) => size > 1e-4 * all[0]!.size)
    .map(({ mode, size }) => mode.map((value) => value / size ** 1.5));
  const dims = Math.max(1, axes.length);
  const vectors = new Float32Array(new SharedArrayBuffer(4 * count * dims));
  for (const row of known) {
    const values = standardised(row);
    let square = 0;
    for (const [d, axis] of axes.entries()) {
      let sum = 0;
      for (let f = 0; f < length; f++) sum += axis[f]! * values[f]!;
      vectors[row * dims + d] = sum;
      square += sum * sum;
    }
    if (square > 0) for (let d = 0; d < dims; d++) vectors[row * dims + d]! /= Math.sqrt(square);
  }
  return { count, dims, vectors };
}

/** @returns the nearest rows and how alike they are (cosine), the nearest first, without the row itself. */
export function nearest(
  { count, dims, vectors }: FeatureSpace,
  row: number,
  most: number,
): { row: number; similarity: number }[] {
  const similarities = new Float32Array(count);
  const own = vectors.subarray(row * dims, (row + 1) * dims);
  for (let other = 0, at = 0; other < count; other++) {
    let sum = 0;
    for (let d = 0; d < dims; d++) sum += own[d]! * vectors[at++]!;
    similarities[other] = sum;
  }
  similarities[row] = Number.NEGATIVE_INFINITY;
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  // All but the best few are dropped before anything is sorted.
  const limit = Float32Array.from(similarities).sort()[Math.max(0, count - most)] ?? 0;
  return [...order.filter((other) => similarities[other]! >= limit && other !== row)]
    .sort((a, b) => similarities[b]! - similarities[a]! || a - b)
    .slice(0, most)
    .map((other) => ({ row: other, similarity: similarities[other]! }));
}
