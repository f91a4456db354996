/** What is known of the visibility of points as one convention means them: datasets hold that of the surface points. */
import { type Convention, visibility } from '../../landmarks/landmark-set.js';
import type { Sample } from '../sample.js';

/** A point that lies further from its surface point than this has slid to the outline, pixels. */
const slid = 0.5;

/**
 * @returns `[K]`; a surface point that turns away is hidden by the face, but the place on the outline that stands for it is taken
 * for seen: what lies before the surface point is the face itself. Hair may lie before the outline all the same, which
 * nobody says; left out of training, such points would be known only where hair hides them, and be called hidden on every face.
 */
export function shownVisibility(
  { visibility: seen, points }: Pick<Sample, 'visibility' | 'points'>,
  convention: Convention,
): Uint8Array | null {
  const { surface, contour } = points;
  if (seen === null || convention === 'surface' || surface === undefined || contour === undefined)
    return seen;
  return seen.map((kind, k) => {
    const away = Math.hypot(contour[2 * k]! - surface[2 * k]!, contour[2 * k + 1]! - surface[2 * k + 1]!);
    return kind === visibility.hiddenBySelf && away > slid ? visibility.visible : kind;
  });
}
