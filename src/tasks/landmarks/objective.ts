/**
 * What training minimises: for each estimate of the network the likelihood of the labels under its points and σ, and the
 * form of its heatmaps, and of what it says can be seen; the mean over the estimates (intermediate supervision). Inputs
 * `image` `[B, 3, S, S]`, `points` `[B, K, 2]` and `weights` `[B, K]` as loaders give them, and `visibility` `[B, K, 4]`.
 */

import type { HeadEstimate, Heatmaps } from '../../networks/head.js';
import { buildNetwork, featureSide } from '../../networks/network.js';
import type { NetworkSettings } from '../../networks/registry.js';
import { Graph } from '../../nn/graph/graph.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { multiply } from '../../nn/operators/arithmetic/multiply.js';
import { sqrt } from '../../nn/operators/arithmetic/sqrt.js';
import { square } from '../../nn/operators/arithmetic/square.js';
import { subtract } from '../../nn/operators/arithmetic/subtract.js';
import { stopGradient } from '../../nn/operators/gradients/stop-gradient.js';
import { gather } from '../../nn/operators/indexing/gather.js';
import { reduceMean } from '../../nn/operators/reductions/reduce-mean.js';
import { reduceSum } from '../../nn/operators/reductions/reduce-sum.js';
import type { Frozen } from '../../nn/optimisers/parameter-groups.js';
import { gaussianLikelihood } from './losses/gaussian-likelihood.js';
import { type HeatmapCrossEntropyInputs, heatmapCrossEntropy } from './losses/heatmap-cross-entropy.js';
import { visibilityCrossEntropy } from './losses/visibility-cross-entropy.js';

export interface LossSettings {
  /** Weight of the heatmaps' cross-entropy beside the likelihood, whose weight is 1. */
  heatmaps: number;
  /** The same of the cross-entropy of what can be seen; 0 where the network does not say it. */
  visibility: number;
  /** Standard deviation of the target heatmaps, cells. */
  deviation: number;
}

export interface ObjectiveOptions {
  model: NetworkSettings;
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
  /** At each place where the network is supervised. */
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
  const estimates = buildNetwork(image, landmarks, model);
  const scale = model.inputSize / featureSide(model);
  const likelihoods = estimates.map(({ points, sigma }) =>
    gaussianLikelihood({ points, sigma, labels, weights, scale }),
  );
  const entropies = estimates.map(({ heatmaps }) =>
    heatmapLoss(heatmaps, { labels, weights, inputSize: model.inputSize, deviation: loss.deviation }),
  );
  const likelihood = meanOf(likelihoods);
  const heatmaps = meanOf(entropies);
  const located = add(likelihood, multiply(heatmaps, loss.heatmaps));
  const visibility = visibilityLoss(graph, estimates);
  return {
    graph,
    loss: visibility === undefined ? located : add(located, multiply(visibility, loss.visibility)),
    metrics: {
      likelihood,
      heatmaps,
      ...(visibility && { visibility }),
      distance: meanDistance(estimates.at(-1)!.points, labels, weights),
    },
    estimates,
    labels,
    weights,
  };
}

/** Where the network says what can be seen. */
function visibilityLoss(graph: Graph, estimates: readonly HeadEstimate[]): Tensor | undefined {
  const logits = estimates.flatMap(({ visibility }) => visibility ?? []);
  if (logits.length === 0) return undefined;
  const target = graph.input('visibility', logits[0]!.shape);
  return meanOf(logits.map((estimate) => visibilityCrossEntropy(estimate, target)));
}

/** The cross-entropy of the landmarks that have a heatmap. @param targets – labels and weights of all K. */
export function heatmapLoss(
  { logits, landmarks }: Pick<Heatmaps, 'logits' | 'landmarks'>,
  { labels, weights, ...rest }: Omit<HeatmapCrossEntropyInputs, 'logits'>,
): Tensor {
  if (landmarks.length === labels.shape[1]) return heatmapCrossEntropy({ logits, labels, weights, ...rest });
  const of = (values: Tensor): Tensor => gather(values, landmarks, 1);
  return heatmapCrossEntropy({ logits, labels: of(labels), weights: of(weights), ...rest });
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
