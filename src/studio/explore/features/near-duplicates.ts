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

/** Numbers of a row that are looked at first. */
const first = 8;

/** Some ten to thirty seconds of one core at 100,000 rows (`bench/alike.ts`). */
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
  const standing = standingRows({ count, dims, vectors }, (first, row) => add(first, row, 1));
  const limit = 2 - 2 * similarity;
  const width = Math.max(1e-3, Math.sqrt(limit));
  const axes = Math.min(3, dims);
  const side = Math.ceil(2 / width) + 3;
  const keyOf = (x: number, y: number, z: number): number => (x * side + y) * side + z;
  const cellOf = (row: number): [number, number, number] => {
    const at = (axis: number): number =>
      axis >= axes ? 0 : Math.floor((vectors[row * dims + axis]! + 1) / width) + 1;
    return [at(0), at(1), at(2)];
  };
  const placed = standing.map((row) => ({ row, cell: cellOf(row) }));
  placed.sort((a, b) => keyOf(...a.cell) - keyOf(...b.cell) || a.row - b.row);
  // Rows of a cell lie side by side, their first numbers apart from the rest: most pairs are told apart by them.
  const short = Math.min(first, dims);
  const heads = new Float32Array(placed.length * short);
  const cells = new Map<number, { start: number; end: number }>();
  for (const [place, { row, cell }] of placed.entries()) {
    heads.set(vectors.subarray(row * dims, row * dims + short), place * short);
    const key = keyOf(...cell);
    const known = cells.get(key);
    if (known === undefined) cells.set(key, { start: place, end: place + 1 });
    else known.end = place + 1;
  }
  let comparisons = 0;
  for (const [place, { row, cell }] of placed.entries()) {
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++)
        for (let dz = -1; dz <= 1; dz++) {
          const range = cells.get(keyOf(cell[0] + dx, cell[1] + dy, cell[2] + dz));
          if (range === undefined) continue;
          const end = Math.min(range.end, place);
          comparisons += Math.max(0, end - range.start);
          for (let other = range.start; other < end; other++) {
            let square = 0;
            for (let d = 0; d < short; d++) {
              const step = heads[place * short + d]! - heads[other * short + d]!;
              square += step * step;
            }
            if (square > limit) continue;
            const otherRow = placed[other]!.row;
            for (let d = short; d < dims && square <= limit; d++) {
              const step = vectors[row * dims + d]! - vectors[otherRow * dims + d]!;
              square += step * step;
            }
            if (square <= limit) add(otherRow, row, 1 - square / 2);
          }
        }
    if (comparisons > mostComparisons) {
      isComplete = false;
      break;
    }
  }
  if (pairs.length > mostPairs) isComplete = false;
  cut(pairs, mostPairs);
  return { similarity, pairs, isComplete };
}

/** Rows with features; one stands for all that have the very same. */
function standingRows(
  { count, dims, vectors }: FeatureSpace,
  same: (first: number, row: number) => void,
): number[] {
  const standing: number[] = [];
  const byHash = new Map<number, number[]>();
  const bits = new Uint32Array(vectors.buffer, vectors.byteOffset, count * dims);
  for (let row = 0; row < count; row++) {
    const start = row * dims;
    let hash = 0;
    let isKnown = false;
    for (let d = 0; d < dims; d++) {
      hash = (Math.imul(hash, 31) + bits[start + d]!) | 0;
      isKnown ||= vectors[start + d] !== 0;
    }
    if (!isKnown) continue;
    const alike = byHash.get(hash) ?? [];
    const first = alike.find((other) => {
      for (let d = 0; d < dims; d++) if (vectors[other * dims + d] !== vectors[start + d]) return false;
      return true;
    });
    if (first !== undefined) {
      same(first, row);
      continue;
    }
    alike.push(row);
    byHash.set(hash, alike);
    standing.push(row);
  }
  return standing;
}

/** To the most alike. */
function cut(pairs: Duplicates['pairs'], most: number): void {
  pairs.sort((a, b) => b[2] - a[2] || a[0] - b[0] || a[1] - b[1]);
  pairs.splice(most);
}
