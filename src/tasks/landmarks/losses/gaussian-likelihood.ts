/**
 * Negative log-likelihood of landmarks under an isotropic Gaussian whose width the network predicts too (Kendall and
 * Gal, NIPS 2017; for landmarks Wood et al., "3D Face Reconstruction with Dense Landmarks", ECCV 2022): for each point
 * 2·log(σ/scale) + ‖p − y‖² / (2σ²). At the best σ, σ² = ‖p − y‖² / 2.
 *
 * The mean runs over all B·K points, also those of weight 0, so that the mean over replicas is the mean of the batch.
 */
import type { Tensor } from '../../../nn/graph/tensor.js';
import { add } from '../../../nn/operators/arithmetic/add.js';
import { divide } from '../../../nn/operators/arithmetic/divide.js';
import { log } from '../../../nn/operators/arithmetic/log.js';
import { multiply } from '../../../nn/operators/arithmetic/multiply.js';
import { square } from '../../../nn/operators/arithmetic/square.js';
import { subtract } from '../../../nn/operators/arithmetic/subtract.js';
import { reduceMean } from '../../../nn/operators/reductions/reduce-mean.js';
import { reduceSum } from '../../../nn/operators/reductions/reduce-sum.js';
import type { LandmarkLoss } from './landmark-loss.js';

export const likelihoodLoss: LandmarkLoss = {
  name: 'likelihood',
  keys: {},
  build: ({ estimates, labels, weights, cell }) =>
    estimates.map(({ points, sigma }) => gaussianLikelihood({ points, sigma, labels, weights, scale: cell })),
};

export interface GaussianLikelihoodInputs {
  /** `[B, K, 2]` predicted, pixels. */
  points: Tensor;
  /** `[B, K]` predicted, pixels, above 0. */
  sigma: Tensor;
  /** `[B, K, 2]` labels, pixels; any finite number where the weight is 0. */
  labels: Tensor;
  /** `[B, K]` */
  weights: Tensor;
  /** Pixels: the σ whose logarithm counts as 0. It shifts the loss and changes no gradient. */
  scale: number;
}

/** @returns a scalar. */
export function gaussianLikelihood({
  points,
  sigma,
  labels,
  weights,
  scale,
}: GaussianLikelihoodInputs): Tensor {
  const squaredDistance = reduceSum(square(subtract(points, labels)), [2]);
  const spread = multiply(log(multiply(sigma, 1 / scale)), 2);
  const misfit = divide(squaredDistance, multiply(square(sigma), 2));
  return reduceMean(multiply(weights, add(spread, misfit)));
}
