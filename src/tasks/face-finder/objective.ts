/**
 * What training minimises: the focal loss of the scores (Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017) and
 * the absolute error of box and roll where a cell speaks of a face, both over the number of such cells.
 * Inputs: `image` `[B, 3, S, S]`, and for each stride s `targets<s>` and `weights<s>` `[B, 7, S / s, S / s]`, see `targets.ts`.
 */
import { finderChannels, finderStrides, mapName } from '../../networks/finder/finder-map.js';
import type { FinderArchitecture } from '../../networks/finder/finder-metadata.js';
import { buildFinder } from '../../networks/finder/finder-network.js';
import { Graph } from '../../nn/graph/graph.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { sigmoid } from '../../nn/operators/activations/sigmoid.js';
import { softplus } from '../../nn/operators/activations/softplus.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { divide } from '../../nn/operators/arithmetic/divide.js';
import { multiply } from '../../nn/operators/arithmetic/multiply.js';
import { negate } from '../../nn/operators/arithmetic/negate.js';
import { sqrt } from '../../nn/operators/arithmetic/sqrt.js';
import { square } from '../../nn/operators/arithmetic/square.js';
import { subtract } from '../../nn/operators/arithmetic/subtract.js';
import { reduceSum } from '../../nn/operators/reductions/reduce-sum.js';
import { slice } from '../../nn/operators/shapes/slice.js';
import type { Frozen } from '../../nn/optimisers/parameter-groups.js';

export interface FinderObjective {
  graph: Graph;
  loss: Tensor;
  metrics: Record<string, Tensor>;
}

export interface FinderObjectiveOptions {
  model: FinderArchitecture;
  /** Side of a scene, pixels. */
  size: number;
  /** Of box and roll beside the scores, whose weight is 1. */
  boxWeight: number;
}

export const targetsName = (stride: number): string => `targets${stride}`;
export const weightsName = (stride: number): string => `weights${stride}`;

/** @param batch – scenes of one replica. @param frozen – what training leaves as it is. */
export function buildFinderObjective(
  { model, size, boxWeight }: FinderObjectiveOptions,
  batch: number,
  frozen?: Frozen,
): FinderObjective {
  const graph = new Graph('training', frozen);
  const maps = buildFinder(graph.input('image', [batch, 3, size, size]), model);
  const scores: Tensor[] = [];
  const boxes: Tensor[] = [];
  const counts: Tensor[] = [];
  for (const stride of finderStrides) {
    const shape = [batch, finderChannels, size / stride, size / stride];
    const map = maps[mapName(stride)]!;
    const targets = graph.input(targetsName(stride), shape);
    const weights = graph.input(weightsName(stride), shape);
    const score = (tensor: Tensor): Tensor => slice(tensor, 1, 0, 1);
    const rest = (tensor: Tensor): Tensor => slice(tensor, 1, 1, finderChannels);
    scores.push(focalLoss(score(map), score(targets), score(weights)));
    const error = subtract(rest(map), rest(targets));
    boxes.push(reduceSum(multiply(rest(weights), smoothAbsolute(error))));
    counts.push(reduceSum(score(targets)));
  }
  const speaking = add(counts.reduce(add), 1);
  const focal = divide(scores.reduce(add), speaking);
  const box = divide(boxes.reduce(add), speaking);
  return { graph, loss: add(focal, multiply(box, boxWeight)), metrics: { focal, box } };
}

/** Σ weight · (1 − p of the truth)² · −log p of the truth. @param logits – `[B, 1, H, W]`, as the others. */
function focalLoss(logits: Tensor, truth: Tensor, weights: Tensor): Tensor {
  const p = sigmoid(logits);
  const missed = multiply(truth, multiply(square(subtract(p, 1)), softplus(negate(logits))));
  const invented = multiply(subtract(multiply(truth, -1), -1), multiply(square(p), softplus(logits)));
  return reduceSum(multiply(weights, add(missed, invented)));
}

/** |x|, round at the bottom. */
function smoothAbsolute(x: Tensor): Tensor {
  return sqrt(add(square(x), 1e-4));
}
