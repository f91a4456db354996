/** The optimisers by name, what they share, and the clipping of gradients that comes before them. */
import { type AdamOptions, adamUpdate } from './adam.js';
import type { ParameterVectors, UpdateStep } from './parameter-vectors.js';
import { type SgdOptions, sgdUpdate } from './sgd.js';

/** Adam with decoupled weight decay where no `kind` is named. */
export type OptimiserOptions = (AdamOptions | SgdOptions) & {
  /** Gradients whose norm over all that an update moves is above this are scaled down to it; off by default. */
  clipNorm?: number;
};

/** Updates elements [start, end) in place. */
export function updateParameters(
  vectors: ParameterVectors,
  options: OptimiserOptions,
  step: UpdateStep,
  start: number,
  end: number,
): void {
  if (options.kind === 'sgd') sgdUpdate(vectors, options, step, start, end);
  else adamUpdate(vectors, options, step, start, end);
}

/** Clipping by the global norm (Pascanu et al., ICML 2013): the factor that makes the norm at most `limit`. */
export function clippingScale(norm: number, limit: number = Number.POSITIVE_INFINITY): number {
  return norm > limit ? limit / norm : 1;
}
