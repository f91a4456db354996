/**
 * What is fitted, in one vector: three rotations about the camera's axes, the pixel offset of the head's origin from the
 * principal point (two), the logarithms of scale (pixels a centimetre) and focal length, P identity parameters, E actions.
 * Scale and focal length are hardly mixed up that way: the focal length says only how much nearer parts are enlarged.
 */
import { type Matrix3, multiply, rotationBy, type Vector3 } from '../../../core/vector.js';

/** Parameters before those of the shape. */
export const poseParameters = 7;
/** Places of them. */
export const offsetX = 3;
export const offsetY = 4;
export const logScale = 5;
export const logFocal = 6;

export interface FitState {
  rotation: Matrix3;
  offset: [number, number];
  logScale: number;
  logFocal: number;
  /** `[P + E]` */
  shape: Float64Array;
}

/** Where the head's origin is, camera space. */
export function translationOf({ offset, logScale, logFocal }: Omit<FitState, 'rotation' | 'shape'>): Vector3 {
  const size = Math.exp(-logScale);
  return [offset[0] * size, -offset[1] * size, -Math.exp(logFocal - logScale)];
}

/** @param step – `[n]`; a shorter one leaves the shape as it is. */
export function moved(state: FitState, step: Float64Array): FitState {
  return {
    rotation: multiply(rotationBy([step[0]!, step[1]!, step[2]!]), state.rotation),
    offset: [state.offset[0] + step[offsetX]!, state.offset[1] + step[offsetY]!],
    logScale: state.logScale + step[logScale]!,
    logFocal: state.logFocal + step[logFocal]!,
    shape: state.shape.map((value, i) => value + (step[poseParameters + i] ?? 0)),
  };
}
