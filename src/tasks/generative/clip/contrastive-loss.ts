/**
 * What draws a picture and the sentences that are true of it together, and all others apart. Because our sentences are exactly true or
 * false of our pictures, every pair of a batch has its right answer: a short sentence may be true of several pictures, and none of
 * these is taken for a wrong one.
 *
 * `softmax`: of each picture over the sentences and of each sentence over the pictures, the mean of both (Radford et al., ICML 2021); the
 * target is shared evenly by what is true. `sigmoid`: each pair for itself (Zhai et al., "Sigmoid Loss for Language Image Pre-Training",
 * ICCV 2023), the sum over the batch's size. "A face" is true of all pictures and a long sentence of one, which a text encoder learns
 * without a look at any picture, and all pictures come to lie in one place; so the logarithm of its odds in the batch is
 * added to its logits (Menon et al., "Long-Tail Learning via Logit Adjustment", ICLR 2021), and products are left with what pictures tell.
 *
 * B batch, D embedding, F places of facts.
 */
import { constantInitialiser } from '../../../nn/graph/initialisers.js';
import type { GraphBuilder, Tensor } from '../../../nn/graph/tensor.js';
import { softplus } from '../../../nn/operators/activations/softplus.js';
import { add } from '../../../nn/operators/arithmetic/add.js';
import { divide } from '../../../nn/operators/arithmetic/divide.js';
import { exp } from '../../../nn/operators/arithmetic/exp.js';
import { log } from '../../../nn/operators/arithmetic/log.js';
import { multiply } from '../../../nn/operators/arithmetic/multiply.js';
import { negate } from '../../../nn/operators/arithmetic/negate.js';
import { subtract } from '../../../nn/operators/arithmetic/subtract.js';
import { minimum } from '../../../nn/operators/comparisons/minimum.js';
import { step } from '../../../nn/operators/comparisons/step.js';
import { crossEntropy } from '../../../nn/operators/losses/cross-entropy.js';
import { matmul } from '../../../nn/operators/products/matmul.js';
import { reduceSum } from '../../../nn/operators/reductions/reduce-sum.js';
import { transpose } from '../../../nn/operators/shapes/transpose.js';

export const contrastiveLosses = ['softmax', 'sigmoid'] as const;
export type ContrastiveLoss = (typeof contrastiveLosses)[number];

/** Above this scale softmax losses are known to run away. */
const mostScale = 100;
const firstScale: Readonly<Record<ContrastiveLoss, number>> = { softmax: 1 / 0.07, sigmoid: 10 };

/** How products become logits: scale · product + bias, to which the sigmoid loss adds the odds of the sentence. Scalars that broadcast. */
export interface ContrastiveLogits {
  scale: Tensor;
  bias: Tensor;
}

/** Learned: parameters `logScale` and, of the sigmoid loss, `bias`; a softmax takes every bias away. */
export function learnedLogits(graph: GraphBuilder, kind: ContrastiveLoss): ContrastiveLogits {
  const logScale = graph.parameter('logScale', [1, 1], constantInitialiser(Math.log(firstScale[kind])));
  return {
    scale: exp(minimum(logScale, Math.log(mostScale))),
    bias: kind === 'sigmoid' ? graph.parameter('bias', [1, 1], constantInitialiser(0)) : graph.constant(0),
  };
}

/**
 * `[B, B]`: 1 where the sentence of the column is true of the picture of the row, else 0.
 * @param shown – `[B, F]`, facts of the pictures. @param said – `[B, F]`, of the sentences.
 */
export function trueOf(shown: Tensor, said: Tensor): Tensor {
  const missing = subtract(reduceSum(said, [1], true), 0.5);
  return step(subtract(matmul(shown, transpose(said, [1, 0])), transpose(missing, [1, 0])));
}

/**
 * @param images – `[B, D]`, each of length 1. @param texts – the same. @param truth – `[B, B]`, see {@link trueOf}.
 * @returns a scalar.
 */
export function contrastiveLoss(
  kind: ContrastiveLoss,
  images: Tensor,
  texts: Tensor,
  truth: Tensor,
  learned: ContrastiveLogits,
): Tensor {
  return lossOfFits(kind, matmul(images, transpose(texts, [1, 0])), truth, learned);
}

/** The same of how well each pair fits. @param fits – `[B, B]`, pictures by sentences, −1 to 1. */
export function lossOfFits(
  kind: ContrastiveLoss,
  fits: Tensor,
  truth: Tensor,
  { scale, bias }: ContrastiveLogits,
): Tensor {
  const logits = multiply(fits, scale);
  if (kind === 'softmax') {
    const shared = (axis: number): Tensor => divide(truth, reduceSum(truth, [axis], true));
    return multiply(add(crossEntropy(logits, shared(1), 1), crossEntropy(logits, shared(0), 0)), 0.5);
  }
  // −log sigmoid(±z) = softplus(∓z).
  const sign = add(multiply(truth, -2), 1);
  const adjusted = add(add(logits, bias), logOdds(truth));
  return multiply(reduceSum(softplus(multiply(sign, adjusted))), 1 / fits.shape[0]!);
}

/**
 * Of each sentence the logarithm of the odds that it is true of a picture of the batch; half a picture is added to those it is not true of,
 * so that a sentence that is true of all keeps finite odds. It is true of its own at least. @returns `[1, B]`.
 */
function logOdds(truth: Tensor): Tensor {
  const right = reduceSum(truth, [0], true);
  return log(divide(right, add(negate(right), truth.shape[0]! + 0.5)));
}
