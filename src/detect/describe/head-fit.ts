/**
 * The head that explains the observed points: fitted once for each face (`fit/`), read by every topic.
 * K points, P identity parameters, E facial actions.
 */
import type { Matrix3, Vector3 } from '../../core/vector.js';
import type { Side } from '../../landmarks/surface.js';
import type { HeadPoints } from './head/head-points.js';
import type { ObservedPoints } from './observed-points.js';
import type { ViewingCamera } from './viewing-camera.js';

export interface HeadFit {
  /** Head space to camera space: rotate, then translate. */
  readonly rotation: Matrix3;
  /** Camera space, centimetres: where the head's origin, between the eyes, is. */
  readonly translation: Vector3;
  /**
   * `[6, 6]` covariance of a small further rotation about the camera's x, y and z axes (radians) and of the translation
   * (centimetres).
   */
  readonly covariance: Float64Array;
  /** `[P]` standard deviations of the population. */
  readonly identity: Float64Array;
  /** `[E]` intensity of each facial action, about 0 to 1. */
  readonly expression: Float64Array;
  /** `[P]`, `[E]` standard deviations of the two: near 1 (identity) where the points say nothing. */
  readonly identityDeviation: Float64Array;
  readonly expressionDeviation: Float64Array;
  /** `[K, 3]` the points on the fitted head, head space; those of the eyeballs look straight ahead. */
  readonly places: Float64Array;
  /** Centres of the eyeballs on the fitted head, head space. */
  readonly eyeCentres: Readonly<Record<Side, Vector3>>;
  /** `[K]` what each point counted, 0 to 1: low where it is hidden, unlike the head, or not known. */
  readonly trust: Float64Array;
  /** Root mean square of the points' distances to the fitted head against their uncertainty: about 1 or 2 for a face that fits. */
  readonly misfit: number;
}

/** All that a topic is given of a face. Nobody changes one: what several topics work out is remembered for it. */
export interface FaceView {
  readonly points: ObservedPoints;
  readonly head: HeadPoints;
  readonly camera: ViewingCamera;
  readonly fit: HeadFit;
}
