/**
 * Mean teacher (Tarvainen and Valpola, "Mean teachers are better role models", NIPS 2017; for adaptation French, Mackiewicz
 * and Fisher, "Self-ensembling for visual domain adaptation", ICLR 2018): the moving average of the network's weights
 * labels target faces for the network itself.
 *
 * What both see and what is lost: `pseudo-labels.ts`. A point counts where the teacher's σ is at most `confidence` of the
 * crop's side.
 *
 * The averages are the recipe's `ema`; as ever they are what is validated and exported. Agreeing is not being right:
 * where the teacher is surely wrong, so the student becomes.
 */

import { number, whole } from '../../../../core/settings/value-kinds.js';
import { multiply } from '../../../../nn/operators/arithmetic/multiply.js';
import { subtract } from '../../../../nn/operators/arithmetic/subtract.js';
import { step as aboveZero } from '../../../../nn/operators/comparisons/step.js';
import { type AdaptationMethod, adaptationMethod } from '../adaptation-method.js';
import { pseudoLabels } from '../pseudo-labels.js';
import { checkTarget, targetKeys } from '../target-images.js';

const name = 'mean-teacher';

export const meanTeacher: AdaptationMethod = adaptationMethod({
  name,
  weight: 0.1,
  stepCost: 1.6,
  keys: {
    ...targetKeys,
    /** Largest σ of a point that the teacher is trusted with, as a share of the crop's side. */
    confidence: number(0.001, 1).default(0.03),
    /** Steps over which the weight rises; 0: full from the first. */
    ramp: whole(0, 1_000_000).default(100),
  },
  check: (settings, recipe) =>
    checkTarget(settings, recipe) ??
    (recipe.ema === undefined
      ? {
          what: 'method: mean-teacher needs the averages of the weights',
          hint: 'set the recipe’s ema, such as ema: 0.999',
        }
      : undefined),
  create({ weight, start, confidence, ramp, target, batch }, context) {
    return pseudoLabels(
      {
        ...{ name, weight, start, ramp, target: { target, batch } },
        averaged: true,
        confidence: (sigma) => aboveZero(subtract(multiply(sigma, -1), -confidence), 1),
      },
      context,
    );
  },
});
