/**
 * Stochastic gradient descent with momentum on flat vectors, as torch.optim.SGD without dampening
 * (Sutskever et al., ICML 2013, for Nesterov's form): g ← g + decay · p; v ← μ · v + g;
 * p ← p − lr · v, or with Nesterov p ← p − lr · (g + μ · v). The velocity v lies in the first moments.
 */
import { z } from 'zod';
import { defineOptimiser, type Optimiser, share } from './define-optimiser.js';

type SgdKeys = {
  /** μ */
  momentum: z.ZodDefault<z.ZodNumber>;
  /** Look ahead along the velocity. */
  nesterov: z.ZodDefault<z.ZodBoolean>;
};

const keys: SgdKeys = {
  momentum: share.default(0.9),
  nesterov: z.boolean('true or false').default(false),
};

export const sgd: Optimiser<'sgd', SgdKeys> = defineOptimiser({
  name: 'sgd',
  keys,
  slots: ['firstMoments'],
  update(
    { parameters, firstMoments, gradient },
    { momentum, nesterov },
    { learningRate, gradientScale, weightDecay },
    start,
    end,
  ) {
    const [fromGradient, fromVelocity] = nesterov ? [1, momentum] : [0, 1];
    for (let i = start; i < end; i++) {
      const g = gradient[i]! * gradientScale + weightDecay * parameters[i]!;
      const velocity = momentum * firstMoments[i]! + g;
      firstMoments[i] = velocity;
      parameters[i] = parameters[i]! - learningRate * (fromGradient * g + fromVelocity * velocity);
    }
  },
});
