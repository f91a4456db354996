/** Where the eyes look. */
import type { Vector3 } from '../../../core/vector.js';
import type { FaceView } from '../head-fit.js';

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
  /** Both eyes together; the origin lies midway between them. */
  joined: EyeGaze;
}

/** @returns undefined where the set has no points that say anything about the gaze. */
export function estimateGaze(_view: FaceView): GazeEstimate | undefined {
  return undefined;
}
