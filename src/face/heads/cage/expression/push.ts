/**
 * The smallest piece of a deformation: pushes the points around a place by a vector that fades smoothly to nothing
 * over a reach, (1 − d²)² of the scaled distance d. Written for the left side; the right is its mirror image.
 */
import type { Vector3 } from '../../../../core/vector.js';
import type { Side } from '../../../../landmarks/surface.js';
import type { CagePoint } from '../mean-cage.js';

export interface Push {
  /** Centre, head space of the mean face, centimetres, left side. */
  readonly at: Vector3;
  /** Reach along x, y and z, centimetres. */
  readonly reach: Vector3;
  /** Movement at the centre, centimetres. */
  readonly move: Vector3;
  /** Which lip may move; both by default. `…Skin` leaves the wet edge where it is. */
  readonly only?: 'upperLip' | 'lowerLip' | 'upperLipSkin' | 'lowerLipSkin';
}

/** What one push on one side does to a point. */
export function pushed(push: Push, side: Side, point: CagePoint): Vector3 {
  const mirror = side === 'left' ? 1 : -1;
  const [rx, ry, rz] = push.reach;
  const squared =
    ((point.x - mirror * push.at[0]) / rx) ** 2 +
    ((point.y - push.at[1]) / ry) ** 2 +
    ((point.z - push.at[2]) / rz) ** 2;
  if (squared >= 1) return [0, 0, 0];
  const weight = (1 - squared) ** 2 * allowed(push.only, point);
  return [mirror * weight * push.move[0], weight * push.move[1], weight * push.move[2]];
}

/** Lips touch each other, so distance alone cannot tell them apart: the cage's names can. */
function allowed(only: Push['only'], point: CagePoint): number {
  if (only === undefined) return 1;
  const half = lipOf(point);
  const skinOnly = only.endsWith('Skin');
  if (skinOnly && point.patch === 'mouth' && point.ring >= 3) return 0;
  if (half === 'both') return skinOnly ? 0 : 0.5;
  return half === 'elsewhere' || only.startsWith(half) ? 1 : 0;
}

/** To which lip a control point belongs. */
export function lipOf({ patch, ring, place }: CagePoint): 'upper' | 'lower' | 'both' | 'elsewhere' {
  if (patch === 'mouth') return place < 5 ? 'lower' : place > 5 ? 'upper' : 'both';
  if (patch === 'grid' && place <= 4) {
    if (ring === 7) return 'both';
    if (ring <= 6) return 'lower';
    if (ring >= 8) return 'upper';
  }
  return 'elsewhere';
}
