/**
 * Adam (Kingma & Ba, ICLR 2015) on flat vectors, with weight decay in two forms:
 * `adamw`, decoupled (Loshchilov & Hutter, ICLR 2019), as torch.optim.AdamW: p ← p − lr · (decay · p + m̂ / (√v̂ + ε));
 * `adam`, as a part of the gradient, as torch.optim.Adam: g ← g + decay · p.
 */
import { z } from 'zod';
import { defineOptimiser, type Optimiser, type OptimiserVectors, share } from './define-optimiser.js';
import type { UpdateStep } from './parameter-vectors.js';

type AdamKeys = {
  /** Decay of the mean gradient. */
  beta1: z.ZodDefault<z.ZodNumber>;
  /** Decay of the mean squared gradient. */
  beta2: z.ZodDefault<z.ZodNumber>;
  /** Keeps the step finite where the gradient is small. */
  epsilon: z.ZodDefault<z.ZodNumber>;
};

const keys: AdamKeys = {
  beta1: share.default(0.9),
  beta2: share.default(0.999),
  epsilon: z.number('a number above 0, up to 1').gt(0, 'above 0').max(1, 'at most 1').default(1e-8),
};

const slots = ['firstMoments', 'secondMoments'] as const;

export const adamw: Optimiser<'adamw', AdamKeys> = defineOptimiser({
  name: 'adamw',
  keys,
  slots,
  update(vectors, settings, step, start, end) {
    update(vectors, settings, step, 1 - step.learningRate * step.weightDecay, 0, start, end);
  },
});

export const adam: Optimiser<'adam', AdamKeys> = defineOptimiser({
  name: 'adam',
  keys,
  slots,
  update(vectors, settings, step, start, end) {
    update(vectors, settings, step, 1, step.weightDecay, start, end);
  },
});

/** @param keep – multiplies the parameter first. @param penalty – of the parameter in the gradient. */
function update(
  { parameters, firstMoments, secondMoments, gradient }: OptimiserVectors<(typeof slots)[number]>,
  { beta1, beta2, epsilon }: z.output<z.ZodObject<AdamKeys>>,
  { step, learningRate, gradientScale }: UpdateStep,
  keep: number,
  penalty: number,
  start: number,
  end: number,
): void {
  const rate = learningRate / (1 - beta1 ** step);
  const correction = 1 / (1 - beta2 ** step);
  for (let i = start; i < end; i++) {
    const g = gradient[i]! * gradientScale + penalty * parameters[i]!;
    const first = beta1 * firstMoments[i]! + (1 - beta1) * g;
    const second = beta2 * secondMoments[i]! + (1 - beta2) * g * g;
    firstMoments[i] = first;
    secondMoments[i] = second;
    parameters[i] = keep * parameters[i]! - (rate * first) / (Math.sqrt(second * correction) + epsilon);
  }
}
