/**
 * Adam (Kingma & Ba, ICLR 2015) with decoupled weight decay (Loshchilov & Hutter, ICLR 2019), on flat vectors.
 * Follows torch.optim.AdamW: p ← p − lr · (decay · p + m̂ / (√v̂ + ε)).
 */

export interface AdamOptions {
  /** Decay of the mean gradient; default 0.9. */
  beta1?: number;
  /** Decay of the mean squared gradient; default 0.999. */
  beta2?: number;
  /** Default 1e-8. */
  epsilon?: number;
  /** Decoupled weight decay; default 0. */
  weightDecay?: number;
  /** Gradients whose norm over all parameters is above this are scaled down to it; off by default. */
  clipNorm?: number;
}

export interface AdamVectors {
  readonly parameters: Float32Array;
  readonly firstMoments: Float32Array;
  readonly secondMoments: Float32Array;
  readonly gradient: Float32Array;
}

export interface AdamStep {
  /** Number of this step, from 1. */
  readonly step: number;
  readonly learningRate: number;
  /** Multiplies the gradient first. */
  readonly gradientScale: number;
}

/** Updates elements [start, end) in place. */
export function adamUpdate(
  vectors: AdamVectors,
  options: AdamOptions,
  { step, learningRate, gradientScale }: AdamStep,
  start = 0,
  end: number = vectors.parameters.length,
): void {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  const { parameters, firstMoments, secondMoments, gradient } = vectors;
  const rate = learningRate / (1 - beta1 ** step);
  const correction = 1 / (1 - beta2 ** step);
  const keep = 1 - learningRate * weightDecay;
  for (let i = start; i < end; i++) {
    const g = gradient[i]! * gradientScale;
    const first = beta1 * firstMoments[i]! + (1 - beta1) * g;
    const second = beta2 * secondMoments[i]! + (1 - beta2) * g * g;
    firstMoments[i] = first;
    secondMoments[i] = second;
    parameters[i] = keep * parameters[i]! - (rate * first) / (Math.sqrt(second * correction) + epsilon);
  }
}
