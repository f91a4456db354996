/** Which places of the head the points lie on as the head stands now: points of the outline slide with the view. */
import type { HeadPoints } from '../head/head-points.js';
import { type FitState, translationOf } from './fit-parameters.js';

/**
 * @param numbers – `[C]` of the points in the set, rising. @param index – `[C]` of the N places, overwritten where a point
 * slides.
 */
export function placesInView(
  { slides }: HeadPoints,
  state: Omit<FitState, 'shape'>,
  { numbers, index }: { numbers: Int32Array; index: Int32Array },
): void {
  if (slides === undefined) return;
  const [a, b, c, d, e, f, g, h, i] = state.rotation;
  const [tx, ty, tz] = translationOf(state);
  // From the head to the camera, head space.
  const x = -(a * tx + d * ty + g * tz);
  const y = -(b * tx + e * ty + h * tz);
  const z = -(c * tx + f * ty + i * tz);
  const yaw = Math.asin(Math.max(-1, Math.min(1, -x / Math.hypot(x, y, z))));
  const pitch = Math.atan2(-y, z);
  const view = nearest(slides.yaws, yaw) * slides.pitches.length + nearest(slides.pitches, pitch);
  const { points, places } = slides;
  // Both lists rise.
  for (let c = 0, p = 0; c < numbers.length && p < points.length; c++) {
    while (p < points.length && points[p]! < numbers[c]!) p++;
    if (points[p] === numbers[c]) index[c] = places[view * points.length + p]!;
  }
}

/** Index of the nearest of rising values. */
function nearest(values: readonly number[], wanted: number): number {
  let best = 0;
  for (let i = 1; i < values.length; i++)
    if (Math.abs(values[i]! - wanted) < Math.abs(values[best]! - wanted)) best = i;
  return best;
}
