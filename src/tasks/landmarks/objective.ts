/**
 * What training minimises: the losses of `losses/` that have a weight, each the mean over the network's estimates
 * (intermediate supervision). Inputs `image` `[B, 3, S, S]`, `points` `[B, K, 2]` and `weights` `[B, K]` as loaders give
 * them, and what losses add.
 */

import type { HeadEstimate } from '../../networks/head.js';
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
import { reduceMean } from '../../nn/operators/reductions/reduce-mean.js';
import { reduceSum } from '../../nn/operators/reductions/reduce-sum.js';
import type { Frozen } from '../../nn/optimisers/parameter-groups.js';
import { type LossSettings, type SupervisedFaces, weightOf } from './losses/landmark-loss.js';
import { activeLosses } from './losses/registry.js';

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
  const faces: SupervisedFaces = {
    estimates,
    labels,
    weights,
    inputSize: model.inputSize,
    cell: model.inputSize / featureSide(model),
  };
  const terms = activeLosses(loss).map((kind) => ({
    name: kind.name,
    weight: weightOf(kind, loss),
    value: meanOf(kind.build(faces, loss)),
  }));
  const weighed = terms.map(({ weight, value }) => (weight === 1 ? value : multiply(value, weight)));
  return {
    graph,
    loss: weighed.reduce((total, term) => add(total, term)),
    metrics: {
      ...Object.fromEntries(terms.map(({ name, value }) => [name, value])),
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
