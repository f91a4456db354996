/**
 * The lower jaw: turns about the axis through both condyles, which lie just in front of the ears, and slides forward
 * and sideways. Full opening is about 45 mm between the incisors (Ferrario et al. 2005); the action's full intensity is
 * a wide but unforced opening of about 35 mm.
 */
import { smoothStep } from '../../../../core/numbers/smooth-step.js';
import type { CagePoint } from '../mean-cage.js';
import { lipOf } from './push.js';

/** Height and depth of the condyles' axis, head space, centimetres. */
const condyle = { y: -2.9, z: -5.2 } as const;
/** Radians at full intensity. */
const fullOpening = 0.33;
/** Centimetres at full intensity. */
const fullThrust = 0.6;
const fullSideways = 0.65;

export interface JawMovement {
  /** Radians. */
  angle: number;
  /** Centimetres: forward, and towards the subject's left. */
  forward: number;
  sideways: number;
}

export function jawMovement(drop: number, thrust: number, right: number, left: number): JawMovement {
  return {
    angle: drop * fullOpening,
    // The condyles glide forward as the mouth opens.
    forward: thrust * fullThrust + 0.25 * drop,
    sideways: (left - right) * fullSideways,
  };
}

/** How far a control point follows the jaw, 0 to 1. */
export function jawWeight(point: CagePoint): number {
  const { patch, ring, place, y, z } = point;
  if (patch === 'eye' || patch === 'ear' || patch === 'nostril' || patch === 'crown') return 0;
  if (patch === 'mouth') {
    const lip = lipOf(point);
    if (lip === 'both') return 0.45;
    // Near the corners the lips give way to each other.
    const near = lip === 'lower' ? place : 10 - place;
    if (lip === 'lower') return near >= 4 ? 0.75 : near >= 3 ? 0.92 : 1;
    return near >= 4 ? 0.22 : near >= 3 ? 0.08 : 0.02;
  }
  if (ring === 7 && place === 4) return 0.45;
  if (ring <= 1) return 0;
  const [down, forward] = [condyle.y - y, z - condyle.z];
  // The angle below the horizontal, seen from the condyle: mouth corners lie at about 30 degrees.
  const below = Math.atan2(down, Math.max(forward, 0.1)) * (180 / Math.PI);
  const byAngle = smoothStep(21, 40, below);
  const beforeCondyle = smoothStep(0.2, 3, forward);
  const neck = ring === 2 ? 0.3 : ring === 3 ? 0.85 : 1;
  if (lipOf(point) === 'upper') return 0.5 * byAngle * beforeCondyle;
  return byAngle * beforeCondyle * neck;
}

/** Moves a point with the jaw by its weight. Points are `[≥ n, 3]`, changed in place. */
export function moveWithJaw(
  points: Float64Array | Float32Array,
  point: number,
  weight: number,
  jaw: JawMovement,
): void {
  const angle = weight * jaw.angle;
  const y = points[3 * point + 1]! - condyle.y;
  const z = points[3 * point + 2]! - condyle.z;
  points[3 * point]! += weight * jaw.sideways;
  points[3 * point + 1] = condyle.y + y * Math.cos(angle) - z * Math.sin(angle);
  points[3 * point + 2] = condyle.z + y * Math.sin(angle) + z * Math.cos(angle) + weight * jaw.forward;
}
