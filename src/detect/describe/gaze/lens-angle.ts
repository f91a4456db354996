/** How far a gaze is from the lens: what tells whether somebody looks at whoever sees the picture. */
import { dot, normalise, scale } from '../../../core/vector.js';
import type { EyeGaze } from './gaze.js';

/**
 * Between the ray of an eye and the line from there to the camera, radians; a head beside the middle of a picture looks into the lens
 * by turning its eyes there. @returns undefined where the eye is hidden.
 */
export function angleToLens({
  origin,
  direction,
}: Pick<EyeGaze, 'origin' | 'direction'>): number | undefined {
  if (direction === undefined) return undefined;
  const cosine = dot(direction, normalise(scale(origin, -1)));
  return Math.acos(Math.max(-1, Math.min(1, cosine)));
}
