/**
 * What training minimises: for each stack the likelihood of the labels under its points and σ, and the form of its
 * heatmaps; the mean over stacks (intermediate supervision). Inputs `image` `[B, 3, S, S]`, `points` `[B, K, 2]` and
 * `weights` `[B, K]` as loaders give them.
 */

import { stackedHourglass } from '../../networks/backbones/hourglass.js';
import type { HourglassConfig } from '../../networks/backbones/hourglass-config.js';
import { heatmapSize } from '../../networks/backbones/hourglass-config.js';
import type { HeadEstimate } from '../../networks/heads/landmark-head.js';
import { Graph } from '../../nn/graph/graph.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { multiply } from '../../nn/operators/arithmetic/multiply.js';
import { sqrt } from '../../nn/operators/arithmetic/sqrt.js';
import { square } from '../../nn/operators/arithmetic/square.js';
import { subtract } from '../../nn/operators/arithmetic/subtract.js';
import { stopGradient } from '../../nn/operators/gradients/stop-gradient.js';
import { reduceMean } from '../../nn/operators/reductions/reduce-mean.js';
import { reduceSum } from '../../nn/operators/reductions/reduce-sum.js';
import type { Frozen } from '../../nn/optimisers/parameter-groups.js';
import { gaussianLikelihood } from './losses/gaussian-likelihood.js';
import { heatmapCrossEntropy } from './losses/heatmap-cross-entropy.js';

export interface LossSettings {
  /** Weight of the heatmaps' cross-entropy beside the likelihood, whose weight is 1. */
  heatmaps: number;
  /** Standard deviation of the target heatmaps, cells. */
  deviation: number;
}

export interface ObjectiveOptions {
  model: HourglassConfig;
  /** K */
  landmarks: number;
  loss: LossSettings;
  /** What training leaves as it is; default: nothing. */
  frozen?: Frozen;
}

export interface TrainingGraph {
  graph: Graph;
  loss: Tensor;
  metrics: Record<string, Tensor>;
}

/** With what further losses on the same faces read. */
export interface ObjectiveGraph extends TrainingGraph {
  /** Of each stack. */
  estimates: readonly HeadEstimate[];
  /** The inputs `points` `[B, K, 2]` and `weights` `[B, K]`. */
  labels: Tensor;
  weights: Tensor;
}

/** Builds the training graph for batches of B. */
export function buildObjective(
  { model, landmarks, loss, frozen }: ObjectiveOptions,
  batch: number,
): ObjectiveGraph {
  const graph = new Graph('training', frozen);
  const image = graph.input('image', [batch, 3, model.inputSize, model.inputSize]);
  const labels = graph.input('points', [batch, landmarks, 2]);
  const weights = graph.input('weights', [batch, landmarks]);
  const estimates = stackedHourglass(image, landmarks, model);
  const scale = model.inputSize / heatmapSize(model);
  const likelihoods = estimates.map(({ points, sigma }) =>
    gaussianLikelihood({ points, sigma, labels, weights, scale }),
  );
  const entropies = estimates.map(({ logits }) =>
    heatmapCrossEntropy({
      logits,
      labels,
      weights,
      inputSize: model.inputSize,
      deviation: loss.deviation,
    }),
  );
  const likelihood = meanOf(likelihoods);
  const heatmaps = meanOf(entropies);
  return {
    graph,
    loss: add(likelihood, multiply(heatmaps, loss.heatmaps)),
    metrics: {
      likelihood,
      heatmaps,
      distance: meanDistance(estimates.at(-1)!.points, labels, weights),
    },
    estimates,
    labels,
    weights,
  };
}

/** Mean distance in pixels of the crop; points of weight 0 count as 0. */
export function meanDistance(points: Tensor, labels: Tensor, weights: Tensor): Tensor {
  const squared = reduceSum(square(subtract(stopGradient(points), labels)), [2]);
  return reduceMean(multiply(weights, sqrt(squared)));
}

function meanOf(values: readonly Tensor[]): Tensor {
  const sum = values.reduce((total, value) => add(total, value));
  return values.length === 1 ? sum : multiply(sum, 1 / values.length);
}
