/**
 * Iris and pupil of a size of their own: the eyeball's mesh slides over the ball, so that the rings of its vertices, and
 * the landmarks on them, stay on the painted edges. Directions far from the iris do not move.
 */

/** Sizes against the head's mean; both 1 by default. */
export interface EyeSizes {
  readonly irisScale: number;
  readonly pupilScale: number;
}

export interface EyeAngles {
  /** Radians from the eye's axis. */
  readonly irisAngle: number;
  readonly pupilAngle: number;
}

/** A dilated pupil leaves a rim of iris. */
const widestPupil = 0.72;
/** Beyond this many times the iris's angle nothing slides. */
const still = 1.8;

export function scaledEye({ irisAngle, pupilAngle }: EyeAngles, sizes: EyeSizes | undefined): EyeAngles {
  if (sizes === undefined) return { irisAngle, pupilAngle };
  const iris = irisAngle * sizes.irisScale;
  return { irisAngle: iris, pupilAngle: Math.min(widestPupil * iris, pupilAngle * sizes.pupilScale) };
}

/** Where an angle from the axis goes when the eye's mean edges go to `to`: linear between the edges. */
export function slideAngle(angle: number, from: EyeAngles, to: EyeAngles): number {
  const end = still * from.irisAngle;
  if (angle >= end) return angle;
  if (angle <= from.pupilAngle) return (angle * to.pupilAngle) / from.pupilAngle;
  const between = (low: number, high: number, toLow: number, toHigh: number): number =>
    toLow + ((angle - low) / (high - low)) * (toHigh - toLow);
  return angle <= from.irisAngle
    ? between(from.pupilAngle, from.irisAngle, to.pupilAngle, to.irisAngle)
    : between(from.irisAngle, end, to.irisAngle, end);
}

/**
 * Slides directions about the z axis, changed in place. @param directions – `[n, 3]` unit vectors.
 */
export function slideDirections(
  directions: Float32Array | Float64Array,
  from: EyeAngles,
  to: EyeAngles,
): void {
  for (let v = 0; v < directions.length; v += 3) {
    const across = Math.hypot(directions[v]!, directions[v + 1]!);
    if (across === 0) continue;
    const angle = Math.atan2(across, directions[v + 2]!);
    const slid = slideAngle(angle, from, to);
    if (slid === angle) continue;
    const stretch = Math.sin(slid) / across;
    directions[v] = directions[v]! * stretch;
    directions[v + 1] = directions[v + 1]! * stretch;
    directions[v + 2] = Math.cos(slid);
  }
}
