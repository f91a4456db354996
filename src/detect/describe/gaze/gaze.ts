/**
 * Where the eyes look: the axes of the two eyeballs that explain the points of iris and pupil (`eyeball-fit.ts`), in camera
 * space. An eye says `hidden` where its points are not seen (dark glasses, hair, a turned head) or its lids are closed.
 *
 * Limits: this is the eye's own axis, through the pupil's middle. A person's line of sight lies some 5° nearer to the nose
 * in each eye, which the two together cancel, and the head model's eyes are not the person's: `calibrate-gaze.ts` takes
 * both out where a person can be asked to look at known places. Deviations count what is not known of a person with them.
 */
import { transform, type Vector3 } from '../../../core/vector.js';
import type { Side } from '../../../landmarks/surface.js';
import { eyeOpening } from '../eyes/eye-opening.js';
import { lidIndices } from '../eyes/lid-points.js';
import type { FaceView } from '../head-fit.js';
import { type FittedEyeballs, fitEyeballs, gazeDirection, sides } from './eyeball-fit.js';
import { correctedGaze } from './gaze-correction.js';
import type { JoinedGaze } from './gaze-features.js';

/** `hidden` where nothing can be said: closed lids, dark glasses, an eye turned away. */
export type GazeState = 'seen' | 'hidden';

export interface EyeGaze {
  state: GazeState;
  /** Unit vector, camera space, and its standard deviation (radians) along either direction across it; where the eye is seen. */
  direction?: Vector3;
  deviation?: number;
  /** Centre of the eyeball, camera space, centimetres: where the ray begins. */
  origin: Vector3;
}

export interface GazeEstimate {
  right: EyeGaze;
  left: EyeGaze;
  /** Both eyes together, or the one that is seen; the origin lies midway between them. */
  joined: EyeGaze;
}

/**
 * Radians by which people's lines of sight differ, along either direction, from what any picture shows of their eyes: part of each
 * deviation. Chosen so that about three quarters of the angles of 142 portraits, whose sitters are taken to look into the lens, lie within (docs/describing.md).
 */
const unknownEyes = 0.03;

/** Less than this share of an eye's iris seen is hidden. */
const leastSeen = 0.3;

/** @returns undefined where the set has no points that say anything about the gaze. */
export function estimateGaze(view: FaceView): GazeEstimate | undefined {
  if (!view.head.parts.some((part) => part > 0)) return undefined;
  const fitted = fittedEyeballs(view);
  const visible = { right: isSeen(view, 'right'), left: isSeen(view, 'left') };
  const { rotation, translation } = view.fit;
  const originOf = (side: Side): Vector3 => {
    const [x, y, z] = transform(rotation, fitted.eyes[side].centre);
    return [x + translation[0], y + translation[1], z + translation[2]];
  };
  const origins = { right: originOf('right'), left: originOf('left') };
  const gaze = (yaw: number, pitch: number, variance: number, origin: Vector3): EyeGaze => ({
    state: 'seen',
    direction: transform(rotation, gazeDirection(yaw, pitch)),
    deviation: Math.sqrt(variance + unknownEyes ** 2),
    origin,
  });
  const both = together(fitted);
  const corrected = correctedGaze(view, both);
  // What is wrong with both as a rule is wrong with each.
  const one = (side: Side): EyeGaze => {
    if (!visible[side]) return { state: 'hidden', origin: origins[side] };
    const { yaw, pitch, covariance } = fitted.eyes[side];
    return gaze(
      yaw + corrected.yaw - both.yaw,
      pitch + corrected.pitch - both.pitch,
      ((covariance[0] + covariance[3]) / 2) * (corrected.variance / both.variance),
      origins[side],
    );
  };
  const { right, left } = origins;
  const middle: Vector3 = [(right[0] + left[0]) / 2, (right[1] + left[1]) / 2, (right[2] + left[2]) / 2];
  const seen = sides.filter((side) => visible[side]);
  return {
    right: one('right'),
    left: one('left'),
    joined:
      seen.length === 0
        ? { state: 'hidden', origin: middle }
        : gaze(corrected.yaw, corrected.pitch, corrected.variance, middle),
  };
}

export function fittedEyeballs(view: FaceView): FittedEyeballs {
  return fitEyeballs(view, {
    right: lidIndices(view.head, 'right'),
    left: lidIndices(view.head, 'left'),
  });
}

/** The mean of the two eyes that is surest, and the mean of their variances. */
export function together({ eyes: { right, left }, shared }: FittedEyeballs): JoinedGaze {
  const joined = (index: 0 | 3, between: number): { share: number; variance: number } => {
    const [a, b] = [right.covariance[index], left.covariance[index]];
    const share = Math.max(0, Math.min(1, (b - between) / Math.max(1e-12, a + b - 2 * between)));
    return {
      share,
      variance: share * share * a + (1 - share) ** 2 * b + 2 * share * (1 - share) * between,
    };
  };
  const yaw = joined(0, shared.yaw);
  const pitch = joined(3, shared.pitch);
  return {
    yaw: yaw.share * right.yaw + (1 - yaw.share) * left.yaw,
    pitch: pitch.share * right.pitch + (1 - pitch.share) * left.pitch,
    variance: (yaw.variance + pitch.variance) / 2,
  };
}

export function isSeen(view: FaceView, side: Side): boolean {
  const { parts } = view.head;
  const own = side === 'right' ? 1 : 2;
  let sum = 0;
  let count = 0;
  parts.forEach((part, k) => {
    if (part !== own) return;
    count++;
    if (Number.isFinite(view.points.points[2 * k]!)) sum += view.points.seen[k]!;
  });
  if (count === 0 || sum < leastSeen * count) return false;
  return eyeOpening(view, side)?.state !== 'closed';
}
