/** What brings features to a standard normal, as the maps of `src/detect/describe/linear-map.ts` keep it. F features. */
import { mean as average } from '../src/core/numbers/statistics.js';
import type { LinearMap } from '../src/detect/describe/linear-map.js';

/** A feature that hardly differs is not blown up. */
const least = 1e-3;

/** @param rows – `[F]` each. */
export function standardisation(rows: readonly Float64Array[]): Pick<LinearMap, 'mean' | 'deviation'> {
  const over = (of: (row: Float64Array) => number): number => average(rows.map(of));
  const mean = rows[0]!.map((_, f) => over((row) => row[f]!));
  return {
    mean,
    deviation: mean.map((middle, f) => Math.max(least, Math.sqrt(over((row) => (row[f]! - middle) ** 2)))),
  };
}
