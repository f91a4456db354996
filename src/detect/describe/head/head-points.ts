/**
 * What describing needs of a head model, and nothing more: where the points of one landmark set lie on it, how identity
 * and facial actions move them, and the two eyeballs. Plain typed arrays, so it can be made anywhere (`sample-head-points.ts`),
 * sent to a browser or a worker, and read without the head model itself.
 *
 * Head space: centimetres, origin midway between the eyeballs' centres of the mean face, x towards the subject's left,
 * y up, z out of the face. K points of the set, S further places on which points of the outline slide, N = K + S,
 * P identity parameters, E facial actions.
 */
import type { Vector3 } from '../../../core/vector.js';
import type { FacialAction } from '../../../face/heads/facial-actions.js';
import type { Convention } from '../../../landmarks/landmark-set.js';
import type { Side, SurfacePoint } from '../../../landmarks/surface.js';

/** What a point lies on. Points of an eyeball turn with the gaze; `mean` has them looking straight ahead. */
export const pointParts = ['skin', 'right eyeball', 'left eyeball'] as const;

export interface HeadPoints {
  /** Name of the head model. */
  readonly head: string;
  /** Name of the landmark set, its convention, and the K names of its points. */
  readonly set: string;
  readonly convention: Convention;
  readonly names: readonly string[];
  /** `[K]` index of each point's mirror image. */
  readonly mirror: readonly number[];
  /** `[N]` the same places on the head's mesh, for whoever has the head model too. */
  readonly anchors: readonly SurfacePoint[];
  /** `[K]` index into {@link pointParts}. */
  readonly parts: Uint8Array;
  /** `[N, 3]` on the neutral mean face. */
  readonly mean: Float32Array;
  readonly identityNames: readonly string[];
  /** `[P, N, 3]` what one standard deviation of each identity parameter moves. */
  readonly identity: Float32Array;
  readonly actions: readonly FacialAction[];
  /** `[E, N, 3]` what each facial action at full strength moves, from the neutral mean face. */
  readonly expression: Float32Array;
  readonly eyes: Readonly<Record<Side, HeadEye>>;
  /** Of a set in the `contour` convention: where points of the outline lie in each view. */
  readonly slides?: OutlineSlides;
}

export interface HeadEye {
  /** Centre of the eyeball on the mean face, head space. */
  readonly centre: Vector3;
  /** `[P, 3]` what one standard deviation of each identity parameter moves the centre. */
  readonly identity: Float32Array;
  /** Centimetres. */
  readonly radius: number;
  /** Angles in radians, seen from the centre, between the line of sight and the iris's and pupil's edge. */
  readonly irisAngle: number;
  readonly pupilAngle: number;
}

/** V views of the mean face. */
export interface OutlineSlides {
  /** Radians, rising; the views are all their pairs, pitch within yaw. */
  readonly yaws: readonly number[];
  readonly pitches: readonly number[];
  /** The points that slide. */
  readonly points: readonly number[];
  /** `[V, points.length]` index into the N places. */
  readonly places: Uint16Array;
}
