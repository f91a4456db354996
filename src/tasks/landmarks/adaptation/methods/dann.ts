/**
 * Domain-adversarial training (Ganin and Lempitsky, "Unsupervised Domain Adaptation by Backpropagation", ICML 2015): a
 * discriminator learns from the last stack's features of which domain a face is; through a reversed gradient the
 * features learn to leave it in the dark. One update, one forward pass of each domain.
 *
 * Loss: the cross-entropy of the discriminator's scores, mean of both domains'. The discriminator learns at full rate;
 * what reaches the features is multiplied by −`weight` · ramp.
 */

import { whole } from '../../../../core/settings/value-kinds.js';
import { discriminator } from '../../../../networks/discriminator.js';
import type { Tensor } from '../../../../nn/graph/tensor.js';
import { softplus } from '../../../../nn/operators/activations/softplus.js';
import { multiply } from '../../../../nn/operators/arithmetic/multiply.js';
import { step as aboveZero } from '../../../../nn/operators/comparisons/step.js';
import { reverseGradient } from '../../../../nn/operators/gradients/reverse-gradient.js';
import { reduceMean } from '../../../../nn/operators/reductions/reduce-mean.js';
import { type AdaptationMethod, adaptationMethod } from '../adaptation-method.js';
import { detectorGraph } from '../detector-graph.js';
import { ramp } from '../ramp.js';
import { checkTarget, imageSource, openTarget, targetKeys } from '../target-images.js';

const name = 'dann';
const coefficient = `${name}.coefficient`;

export const dann: AdaptationMethod = adaptationMethod({
  name,
  weight: 0.1,
  stepCost: 1.1,
  keys: {
    ...targetKeys,
    /** Steps over which the reversal rises; 0: full from the first. */
    ramp: whole(0, 1_000_000).default(1000),
  },
  check: checkTarget,
  async create({ weight, start, ramp: length, ...target }, context) {
    const { objective } = context;
    const { faces, batch } = await openTarget(name, target, context);
    const coefficients = (step: number, samples: number): Record<string, Float32Array> => ({
      [coefficient]: new Float32Array(samples).fill(weight * ramp(step - start, length)),
    });
    return {
      faces: faces.size,
      onSource: {
        build: ({ estimates }, samples) => {
          const { loss, right } = domainLoss(estimates.at(-1)!.features, samples, 'source');
          return { loss: multiply(loss, 0.5), metrics: { [`${name}.loss`]: loss, [`${name}.right`]: right } };
        },
        inputs: (step) => coefficients(step, context.batch),
      },
      programs: {
        [name]: {
          batch,
          build: (samples, frozen) => {
            const { graph, estimate } = detectorGraph(objective, samples, frozen);
            const { loss, right } = domainLoss(estimate.features, samples, 'target');
            return { graph, loss, metrics: { right } };
          },
        },
      },
      phases: [{ name, program: name, data: name, weight: 0.5 }],
      sources: { [name]: imageSource(faces, context, (step) => coefficients(step, batch)) },
      close: () => faces.close(),
    };
  },
});

/** @param features – `[B, C, H, W]`. @returns cross-entropy, and the share of cells that the discriminator has right. */
function domainLoss(
  features: Tensor,
  samples: number,
  domain: 'source' | 'target',
): { loss: Tensor; right: Tensor } {
  const reversal = features.graph.input(coefficient, [samples, 1, 1, 1]);
  const scores = discriminator(name, reverseGradient(features, reversal));
  // −log sigmoid(s) = softplus(−s) for the source, softplus(s) for the target.
  const wrongness = domain === 'source' ? multiply(scores, -1) : scores;
  return { loss: reduceMean(softplus(wrongness)), right: reduceMean(aboveZero(multiply(wrongness, -1))) };
}
