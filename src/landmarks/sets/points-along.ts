/** Points that lie along one curve. */
import type { CurveLandmark, Region } from '../landmark-set.js';
import type { CurveName } from '../surface.js';

/** Named `label.0`, `label.1`, …; @param places – fractions of the curve's length. */
export function pointsAlong(
  label: string,
  region: Region,
  curve: CurveName,
  places: readonly number[],
): CurveLandmark[] {
  return places.map((at, i) => ({ name: `${label}.${i}`, region, curve, at }));
}
