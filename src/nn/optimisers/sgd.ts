/**
 * Stochastic gradient descent with momentum on flat vectors, as torch.optim.SGD without dampening
 * (Sutskever et al., ICML 2013, for Nesterov's form): g ← g + decay · p; v ← μ · v + g;
 * p ← p − lr · v, or with Nesterov p ← p − lr · (g + μ · v). The velocity v lies in the first moments.
 */
import type { ParameterVectors, UpdateStep } from './parameter-vectors.js';

export interface SgdOptions {
  kind: 'sgd';
  /** μ; default 0.9. */
  momentum?: number;
  /** Look ahead along the velocity; default false. */
  nesterov?: boolean;
  /** A part of the gradient; default 0. */
  weightDecay?: number;
}

/** Updates elements [start, end) in place. */
export function sgdUpdate(
  vectors: Omit<ParameterVectors, 'secondMoments'>,
  { momentum = 0.9, nesterov = false }: SgdOptions,
  { learningRate, gradientScale, weightDecay }: Omit<UpdateStep, 'step'>,
  start = 0,
  end: number = vectors.parameters.length,
): void {
  const { parameters, firstMoments, gradient } = vectors;
  const [fromGradient, fromVelocity] = nesterov ? [1, momentum] : [0, 1];
  for (let i = start; i < end; i++) {
    const g = gradient[i]! * gradientScale + weightDecay * parameters[i]!;
    const velocity = momentum * firstMoments[i]! + g;
    firstMoments[i] = velocity;
    parameters[i] = parameters[i]! - learningRate * (fromGradient * g + fromVelocity * velocity);
  }
}
