/** How much each point counts in the fit. K points. */
import type { HeadPoints } from '../head/head-points.js';
import type { ObservedPoints } from '../observed-points.js';

/** What a point that is not seen counts against one that is. */
const hiddenTrust = 0.25;

/** `[K]` what each counts before it is known where it should be, 0 to 1: nothing where it is not known or on an eyeball. */
export function pointTrust(
  { points, uncertainty, seen }: ObservedPoints,
  { parts }: HeadPoints,
): Float64Array {
  return Float64Array.from(seen, (share, k) => {
    const known =
      Number.isFinite(points[2 * k]!) &&
      Number.isFinite(points[2 * k + 1]!) &&
      Number.isFinite(uncertainty[k]!);
    return known && parts[k] === 0 ? hiddenTrust + (1 - hiddenTrust) * share : 0;
  });
}

/** The box around the points that are known. */
export function boxOfPoints({ points }: ObservedPoints): {
  x: number;
  y: number;
  width: number;
  height: number;
} {
  const xs: number[] = [];
  const ys: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    if (!Number.isFinite(points[i]!) || !Number.isFinite(points[i + 1]!)) continue;
    xs.push(points[i]!);
    ys.push(points[i + 1]!);
  }
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
