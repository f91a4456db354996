/**
 * The detector on faces without labels, as the programs of several methods have it. It normalises by its running
 * statistics, which remain those of the source faces: so the loss is on the very features that the exported model
 * computes, and a batch of photographs does not shift what it normalises by.
 */
import type { HeadEstimate, Heatmaps } from '../../../networks/head.js';
import { buildNetwork } from '../../../networks/network.js';
import { Graph } from '../../../nn/graph/graph.js';
import type { Tensor } from '../../../nn/graph/tensor.js';
import { isRunningStatistic } from '../../../nn/layers/normalised-convolution.js';
import { addBias } from '../../../nn/operators/convolution/add-bias.js';
import { conv2d } from '../../../nn/operators/convolution/conv2d.js';
import type { Frozen } from '../../../nn/optimisers/parameter-groups.js';
import type { AdaptationContext } from './adaptation-method.js';

export interface DetectorGraph {
  graph: Graph;
  /** At each place where the network is supervised. */
  estimates: HeadEstimate[];
  /** Of the last. */
  estimate: HeadEstimate;
}

/** Its input `image` is `[B, 3, S, S]`. @param samples – B of one replica. */
export function detectorGraph(
  { model, landmarks }: AdaptationContext['objective'],
  samples: number,
  frozen: Frozen,
): DetectorGraph {
  const graph = new Graph('training', (name) => frozen(name) || isRunningStatistic(name));
  const image = graph.input('image', [samples, 3, model.inputSize, model.inputSize]);
  const estimates = buildNetwork(image, landmarks, model);
  return { graph, estimates, estimate: estimates.at(-1)! };
}

/** Of the 1×1 convolution from features to heatmaps. */
export type HeatmapWeights = Pick<Heatmaps, 'weight' | 'bias'>;

/** A head's heatmaps before the softmax. @param features – `[B, C, H, W]`. @returns `[B, rows of the weight, H, W]`. */
export function headLogits(features: Tensor, { weight, bias }: HeatmapWeights): Tensor {
  return addBias(conv2d(features, weight, {}), bias);
}
