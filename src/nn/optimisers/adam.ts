/**
 * Adam (Kingma & Ba, ICLR 2015) on flat vectors, with weight decay in two forms:
 * `adamw`, decoupled (Loshchilov & Hutter, ICLR 2019), as torch.optim.AdamW: p ← p − lr · (decay · p + m̂ / (√v̂ + ε));
 * `adam`, as a part of the gradient, as torch.optim.Adam: g ← g + decay · p.
 */
import type { ParameterVectors, UpdateStep } from './parameter-vectors.js';

export interface AdamOptions {
  /** Default `adamw`. */
  kind?: 'adamw' | 'adam';
  /** Decay of the mean gradient; default 0.9. */
  beta1?: number;
  /** Decay of the mean squared gradient; default 0.999. */
  beta2?: number;
  /** Default 1e-8. */
  epsilon?: number;
  /** Default 0. */
  weightDecay?: number;
}

/** Updates elements [start, end) in place. */
export function adamUpdate(
  vectors: ParameterVectors,
  options: AdamOptions,
  { step, learningRate, gradientScale, weightDecay }: UpdateStep,
  start = 0,
  end: number = vectors.parameters.length,
): void {
  const { kind = 'adamw', beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const { parameters, firstMoments, secondMoments, gradient } = vectors;
  const rate = learningRate / (1 - beta1 ** step);
  const correction = 1 / (1 - beta2 ** step);
  const keep = kind === 'adamw' ? 1 - learningRate * weightDecay : 1;
  const penalty = kind === 'adam' ? weightDecay : 0;
  for (let i = start; i < end; i++) {
    const g = gradient[i]! * gradientScale + penalty * parameters[i]!;
    const first = beta1 * firstMoments[i]! + (1 - beta1) * g;
    const second = beta2 * secondMoments[i]! + (1 - beta2) * g * g;
    firstMoments[i] = first;
    secondMoments[i] = second;
    parameters[i] = keep * parameters[i]! - (rate * first) / (Math.sqrt(second * correction) + epsilon);
  }
}
