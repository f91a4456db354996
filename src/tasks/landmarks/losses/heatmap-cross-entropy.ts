/**
 * Cross-entropy of each heatmap against a Gaussian t around the label: −Σ t·log softmax(z) = logsumexp(z) − Σ t·z.
 *
 * The expected position alone says nothing on a heatmap's form and moves it slowly while it is flat; this term, like
 * the divergence of DSNT (Nibali et al., 2018), makes it one peak and the first epochs fast. The Gaussian is a product
 * of one along x and one along y, so Σ t·z is a product with two vectors and t is never written out.
 *
 * B batch, K landmarks, H, W cells. The mean runs over all B·K points, as in the likelihood.
 */
import { number } from '../../../core/settings/value-kinds.js';
import { cellToPixel } from '../../../landmarks/heatmap.js';
import type { Heatmaps } from '../../../networks/head.js';
import type { Tensor } from '../../../nn/graph/tensor.js';
import { add } from '../../../nn/operators/arithmetic/add.js';
import { divide } from '../../../nn/operators/arithmetic/divide.js';
import { exp } from '../../../nn/operators/arithmetic/exp.js';
import { log } from '../../../nn/operators/arithmetic/log.js';
import { multiply } from '../../../nn/operators/arithmetic/multiply.js';
import { square } from '../../../nn/operators/arithmetic/square.js';
import { subtract } from '../../../nn/operators/arithmetic/subtract.js';
import { clip } from '../../../nn/operators/comparisons/clip.js';
import { stopGradient } from '../../../nn/operators/gradients/stop-gradient.js';
import { gather } from '../../../nn/operators/indexing/gather.js';
import { matmul } from '../../../nn/operators/products/matmul.js';
import { reduceMax } from '../../../nn/operators/reductions/reduce-max.js';
import { reduceMean } from '../../../nn/operators/reductions/reduce-mean.js';
import { reduceSum } from '../../../nn/operators/reductions/reduce-sum.js';
import { reshape } from '../../../nn/operators/shapes/reshape.js';
import { slice } from '../../../nn/operators/shapes/slice.js';
import type { LandmarkLoss } from './landmark-loss.js';

export const heatmapsLoss: LandmarkLoss = {
  name: 'heatmaps',
  keys: { heatmaps: number(0, 100).default(1), deviation: number(0.3, 8).default(1) },
  build: ({ estimates, labels, weights, inputSize }, { deviation }) =>
    estimates.map(({ heatmaps }) => heatmapLoss(heatmaps, { labels, weights, inputSize, deviation })),
};

export interface HeatmapCrossEntropyInputs {
  /** `[B, K, H, W]`, H = W: heatmaps before the softmax. */
  logits: Tensor;
  /** `[B, K, 2]` labels, pixels of the crop. One outside the crop counts as on its border. */
  labels: Tensor;
  /** `[B, K]` */
  weights: Tensor;
  /** Side of the crop, pixels. */
  inputSize: number;
  /** Standard deviation of the target, cells. */
  deviation: number;
}

/** Of the landmarks that have a heatmap. @param targets – labels and weights of all K. */
export function heatmapLoss(
  { logits, landmarks }: Pick<Heatmaps, 'logits' | 'landmarks'>,
  { labels, weights, ...rest }: Omit<HeatmapCrossEntropyInputs, 'logits'>,
): Tensor {
  if (landmarks.length === labels.shape[1]) return heatmapCrossEntropy({ logits, labels, weights, ...rest });
  const of = (values: Tensor): Tensor => gather(values, landmarks, 1);
  return heatmapCrossEntropy({ logits, labels: of(labels), weights: of(weights), ...rest });
}

/** @returns a scalar. */
export function heatmapCrossEntropy({
  logits,
  labels,
  weights,
  inputSize,
  deviation,
}: HeatmapCrossEntropyInputs): Tensor {
  const [batch, landmarks, side] = logits.shape as readonly [number, number, number, number];
  const maps = batch * landmarks;
  const { across, down } = targetProfiles(labels, side, inputSize, deviation);
  const rows = matmul(reshape(logits, [maps, side, side]), reshape(across, [maps, side, 1]));
  const expectedLogit = reduceSum(multiply(reshape(rows, [batch, landmarks, side]), down), [2]);
  return reduceMean(multiply(weights, subtract(logSumExp(logits), expectedLogit)));
}

/** Over the cells of each heatmap, without overflow. @param logits – `[B, K, H, W]`. @returns `[B, K]`. */
function logSumExp(logits: Tensor): Tensor {
  const [batch, landmarks] = logits.shape as readonly [number, number, number, number];
  const highest = stopGradient(reduceMax(logits, [2, 3], true));
  const sum = reduceSum(exp(subtract(logits, highest)), [2, 3]);
  return add(log(sum), reshape(highest, [batch, landmarks]));
}

/** The target's two factors, each `[B, K, side]` and of sum 1. */
function targetProfiles(
  labels: Tensor,
  side: number,
  inputSize: number,
  deviation: number,
): { across: Tensor; down: Tensor } {
  const { graph } = labels;
  const [batch, landmarks] = labels.shape as readonly [number, number, number];
  const shape = { inputSize, heatmapSize: side };
  const first = cellToPixel(0, shape);
  const last = cellToPixel(side - 1, shape);
  const pixelDeviation = (deviation * inputSize) / side;
  const centres = Array.from({ length: side }, (_, cell) => cellToPixel(cell, shape));
  const inside = reshape(clip(labels, first, last), [batch, landmarks, 2, 1]);
  const distance = multiply(subtract(inside, graph.constant(centres, [1, 1, 1, side])), 1 / pixelDeviation);
  const heights = exp(multiply(square(distance), -0.5));
  const profiles = divide(heights, reduceSum(heights, [3], true));
  const factor = (axis: 0 | 1): Tensor =>
    reshape(slice(profiles, 2, axis, axis + 1), [batch, landmarks, side]);
  return { across: factor(0), down: factor(1) };
}
