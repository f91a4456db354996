/**
 * Self-training with the network's own uncertainty (Lee, "Pseudo-label", ICML workshop 2013; the two looks of Sohn et al.,
 * "FixMatch", NeurIPS 2020; weights by predicted σ as Kendall and Gal, NIPS 2017, have it for regression): the network, as
 * it is at that step, labels target faces and learns these labels on an augmented look at the same crop.
 *
 * A point counts by c² / (c² + σ²), c being `confidence` of the crop's side: by half where σ is c, hardly where it is many
 * times that. No threshold is to be guessed, and no averages are kept. What the network surely gets wrong stays wrong.
 */
import { number, whole } from '../../../../core/settings/value-kinds.js';
import { add } from '../../../../nn/operators/arithmetic/add.js';
import { multiply } from '../../../../nn/operators/arithmetic/multiply.js';
import { power } from '../../../../nn/operators/arithmetic/power.js';
import { square } from '../../../../nn/operators/arithmetic/square.js';
import { type AdaptationMethod, adaptationMethod } from '../adaptation-method.js';
import { pseudoLabels } from '../pseudo-labels.js';
import { checkTarget, targetKeys } from '../target-images.js';

const name = 'self-training';

export const selfTraining: AdaptationMethod = adaptationMethod({
  name,
  weight: 0.5,
  stepCost: 1.6,
  keys: {
    ...targetKeys,
    /** σ of a point that counts by half, as a share of the crop's side. */
    confidence: number(0.001, 1).default(0.02),
    /** Steps over which the weight rises; 0: full from the first. */
    ramp: whole(0, 1_000_000).default(100),
  },
  check: checkTarget,
  create({ weight, start, confidence, ramp, target, batch }, context) {
    return pseudoLabels(
      {
        ...{ name, weight, start, ramp, target: { target, batch } },
        averaged: false,
        // c² / (c² + σ²) = 1 / (1 + (σ / c)²)
        confidence: (sigma) => power(add(square(multiply(sigma, 1 / confidence)), 1), -1),
      },
      context,
    );
  },
});
