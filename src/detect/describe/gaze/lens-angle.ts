/** How far a gaze is from the lens: what tells whether somebody looks at whoever sees the picture. */
import { angleBetweenVectors, scale } from '../../../core/vector.js';
import type { EyeGaze } from './gaze.js';

/**
 * Between the ray of an eye and the line from there to the camera, radians; a head beside the middle of a picture looks into the lens
 * by turning its eyes there. @returns undefined where the eye is hidden.
 */
export function angleToLens({
  origin,
  direction,
}: Pick<EyeGaze, 'origin' | 'direction'>): number | undefined {
  return direction ? angleBetweenVectors(direction, scale(origin, -1)) : undefined;
}
