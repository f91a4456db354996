/**
 * Pairs of rows that look nearly the same. Exact: rows stand in cells as wide as the greatest distance along the three widest axes, so
 * that only neighbouring cells are compared, each pair only until its distance is too great. Bounded: beyond so many comparisons it
 * ends and says so. Rows with the very same features stand for each other.
 */
import type { Duplicates } from '../asked.js';
import type { FeatureSpace } from './feature-space.js';

export interface DuplicateBounds {
  mostPairs: number;
  mostComparisons: number;
}

/** Some ten seconds of one core. */
export const duplicateBounds: DuplicateBounds = { mostPairs: 5000, mostComparisons: 600_000_000 };

export function nearDuplicates(
  { count, dims, vectors }: FeatureSpace,
  similarity: number,
  { mostPairs, mostComparisons }: DuplicateBounds = duplicateBounds,
): Duplicates {
  const pairs: Duplicates['pairs'] = [];
  let isComplete = true;
  const add = (a: number, b: number, alike: number): void => {
    pairs.push([Math.min(a, b), Math.max(a, b), alike]);
    if (pairs.length < 4 * mostPairs) return;
    isComplete = false;
    cut(pairs, mostPairs);
  };
  // The very same features: one row stands for all.
  const standing: number[] = [];
  const known = new Map<string, number>();
  for (let row = 0; row < count; row++) {
    const own = vectors.subarray(row * dims, (row + 1) * dims);
    if (own.every((value) => value === 0)) continue;
    const key = own.join();
    const first = known.get(key);
    if (first === undefined) {
      known.set(key, row);
      standing.push(row);
    } else add(first, row, 1);
  }
  const limit = 2 - 2 * similarity;
  const width = Math.max(1e-3, Math.sqrt(limit));
  const axes = Math.min(3, dims);
  const side = Math.ceil(2 / width) + 3;
  const cellOf = (row: number, axis: number): number =>
    axis >= axes ? 0 : Math.floor((vectors[row * dims + axis]! + 1) / width) + 1;
  const cells = new Map<number, number[]>();
  const keyOf = (x: number, y: number, z: number): number => (x * side + y) * side + z;
  let comparisons = 0;
  for (const row of standing) {
    const [x, y, z] = [cellOf(row, 0), cellOf(row, 1), cellOf(row, 2)];
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++)
        for (let dz = -1; dz <= 1; dz++) {
          const others = cells.get(keyOf(x + dx, y + dy, z + dz));
          if (others === undefined) continue;
          comparisons += others.length;
          for (const other of others) {
            let square = 0;
            for (let d = 0; d < dims && square <= limit; d++) {
              const step = vectors[row * dims + d]! - vectors[other * dims + d]!;
              square += step * step;
            }
            if (square <= limit) add(other, row, 1 - square / 2);
          }
        }
    const key = keyOf(x, y, z);
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [row]);
    else cell.push(row);
    if (comparisons > mostComparisons) {
      isComplete = false;
      break;
    }
  }
  if (pairs.length > mostPairs) isComplete = false;
  cut(pairs, mostPairs);
  return { similarity, pairs, isComplete };
}

/** To the most alike. */
function cut(pairs: Duplicates['pairs'], most: number): void {
  pairs.sort((a, b) => b[2] - a[2] || a[0] - b[0] || a[1] - b[1]);
  pairs.splice(most);
}
