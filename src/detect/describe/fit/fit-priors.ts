/** What is held to be likely before any point is seen: the population's shapes, and where cameras stand. */
import type { KnownCamera } from '../viewing-camera.js';
import { type FitState, logFocal, logScale, poseParameters } from './fit-parameters.js';
import type { ShapeModes } from './shape-modes.js';

/** Faces are looked at from about so far, centimetres; a factor of e^spread either way is one standard deviation. */
export const usualDistance = { middle: 70, spread: 0.6 } as const;
/** Focal length against the picture's longer side, and the spread of its logarithm. */
export const usualFocal = { middle: 1.2, spread: 0.5 } as const;
/** 1 / variance of an action outside 0 to 1, and of the logarithm of a focal length that was given. */
const strict = 400;
const given = 1e10;

/** Twice the priors' share of the cost. */
export function priorCost(modes: ShapeModes, camera: KnownCamera, state: FitState): number {
  let sum = 0;
  for (let m = 0; m < state.shape.length; m++)
    sum +=
      modes.precision[m]! * (state.shape[m]! - modes.expected[m]!) ** 2 +
      beyond(modes, state, m) ** 2 * strict;
  for (const { off, precision } of focalPriors(camera, state)) sum += precision * off * off;
  return sum;
}

/**
 * Adds the priors to the normal equations of the first n parameters.
 * @param camera – null where nothing is to be likely of it. @param gram – `[n, n]`, lower half. @param gradient – `[n]`.
 */
export function addPriors(
  modes: ShapeModes,
  camera: KnownCamera | null,
  state: FitState,
  gram: Float64Array,
  gradient: Float64Array,
): void {
  const n = gradient.length;
  for (let p = poseParameters; p < n; p++) {
    const m = p - poseParameters;
    const precision = modes.precision[m]!;
    const outside = beyond(modes, state, m);
    gram[p * n + p]! += precision + (outside === 0 ? 0 : strict);
    gradient[p]! -= precision * (state.shape[m]! - modes.expected[m]!) + strict * outside;
  }
  for (const { off, precision, onDistance } of camera === null ? [] : focalPriors(camera, state)) {
    gram[logFocal * n + logFocal]! += precision;
    gradient[logFocal]! -= precision * off;
    if (!onDistance) continue;
    gram[logScale * n + logScale]! += precision;
    gram[logFocal * n + logScale]! -= precision;
    gradient[logScale]! += precision * off;
  }
}

/** By how much an action is outside 0 to 1. */
function beyond({ identityCount }: ShapeModes, { shape }: FitState, m: number): number {
  if (m < identityCount) return 0;
  const value = shape[m]!;
  return value < 0 ? value : value > 1 ? value - 1 : 0;
}

interface FocalPrior {
  off: number;
  precision: number;
  /** Of the distance, which the scale enters too. */
  onDistance: boolean;
}

/** What is held to be likely of the camera, where the logarithms of focal length and scale are these. */
export function focalPriors(
  { focal, width, height }: KnownCamera,
  state: Pick<FitState, 'logFocal' | 'logScale'>,
): FocalPrior[] {
  if (focal !== undefined)
    return [{ off: state.logFocal - Math.log(focal), precision: given, onDistance: false }];
  const { middle, spread } = usualDistance;
  const distance = {
    off: state.logFocal - state.logScale - Math.log(middle),
    precision: spread ** -2,
    onDistance: true,
  };
  const longer = Math.max(width ?? 0, height ?? 0);
  if (longer === 0) return [distance];
  const off = state.logFocal - Math.log(usualFocal.middle * longer);
  return [distance, { off, precision: usualFocal.spread ** -2, onDistance: false }];
}
