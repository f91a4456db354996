/**
 * From features to landmarks by a heatmap for each.
 *
 * Position: a heatmap for each landmark, a softmax over its cells, and the expected position under it (integral
 * regression: Sun et al., "Integral Human Pose Regression", ECCV 2018), so a coarse heatmap gives sub-pixel points.
 * Uncertainty: a second 1×1 map for each landmark, averaged with the heatmap as attention, passed through a softplus.
 * The attention is cut from the gradient there: the likelihood must not move a heatmap only to look where σ is small.
 *
 * A point lies between the centres of the outermost cells; one that lies outside the crop gets the nearest border and
 * a large σ. B batch, C channels, K landmarks, H = W cells.
 */
import { cellToPixel } from '../../landmarks/heatmap.js';
import { constantInitialiser, normalInitialiser } from '../../nn/graph/initialisers.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { softplus } from '../../nn/operators/activations/softplus.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { multiply } from '../../nn/operators/arithmetic/multiply.js';
import { addBias } from '../../nn/operators/convolution/add-bias.js';
import { conv2d } from '../../nn/operators/convolution/conv2d.js';
import { stopGradient } from '../../nn/operators/gradients/stop-gradient.js';
import { matmul } from '../../nn/operators/products/matmul.js';
import { reduceSum } from '../../nn/operators/reductions/reduce-sum.js';
import { spatialSoftmax } from '../../nn/operators/reductions/spatial-soft-argmax.js';
import { reshape } from '../../nn/operators/shapes/reshape.js';
import { transpose } from '../../nn/operators/shapes/transpose.js';
import {
  defineHead,
  type Head,
  type Heatmaps,
  type LandmarkEstimate,
  sigmaScope,
  visibilityScope,
} from '../head.js';
import { attendedVisibility } from './visibility.js';

/** No point is surer than this, pixels: it keeps the likelihood's gradient bounded. */
export const leastSigma = 0.2;

/** A heatmap for each landmark. */
export const heatmaps: Head = defineHead({
  name: 'heatmaps',
  keys: {},
  scopes: ['heatmaps', sigmaScope, visibilityScope],
  heatmapsOf: (_, landmarks) => everyIndex(landmarks),
  build(features, _, { landmarks, inputSize, visibility }) {
    const { attended, ...estimate } = heatmapEstimate(features, everyIndex(landmarks), inputSize);
    return {
      features,
      ...estimate,
      ...(visibility && {
        visibility: features.graph.scope(visibilityScope, () => attendedVisibility(attended)),
      }),
    };
  },
});

function everyIndex(landmarks: number): number[] {
  return Array.from({ length: landmarks }, (_, index) => index);
}

/** Of N landmarks with a heatmap. */
interface HeatmapEstimate extends LandmarkEstimate {
  heatmaps: Heatmaps;
  /** `[B, N, C]`: the features' mean under each heatmap, which no gradient reaches. */
  attended: Tensor;
}

/**
 * The landmarks that have a heatmap.
 * @param features – `[B, C, H, W]`. @param landmarks – which of the set's landmarks, N.
 * @returns `points` `[B, N, 2]` and `sigma` `[B, N]` of these.
 */
export function heatmapEstimate(
  features: Tensor,
  landmarks: readonly number[],
  inputSize: number,
): HeatmapEstimate {
  const [, , side] = features.shape as readonly [number, number, number, number];
  const { graph } = features;
  const count = landmarks.length;
  const { weight, bias } = graph.scope('heatmaps', () => pointwiseParameters(features, count, 0));
  const logits = graph.scope('heatmaps', () => addBias(conv2d(features, weight, {}), bias));
  const { heatmaps: shares, points } = integralPoints(logits, inputSize);
  const { attended, spread } = attendedSigma(features, stopGradient(shares), count);
  const sigma = add(multiply(softplus(spread), inputSize / side), leastSigma);
  return { points, sigma, attended, heatmaps: { logits, weight, bias, landmarks } };
}

/**
 * A 1×1 convolution with a bias, averaged with each landmark's heatmap. Both are linear and a heatmap sums to 1, so the
 * features are averaged first and the K maps are never written out: with 1001 landmarks they took a third of a step.
 * @param features – `[B, C, H, W]`. @param heatmaps – `[B·K, H·W]`.
 * @returns `spread` `[B, K]` and the averages, `attended` `[B, K, C]`.
 */
function attendedSigma(
  features: Tensor,
  heatmaps: Tensor,
  landmarks: number,
): { spread: Tensor; attended: Tensor } {
  const { graph } = features;
  const [batch, channels, height, width] = features.shape as readonly [number, number, number, number];
  const cells = height * width;
  return graph.scope(sigmaScope, () => {
    const { weight, bias } = pointwiseParameters(features, landmarks, 3);
    const seen = transpose(reshape(features, [batch, channels, cells]), [0, 2, 1]);
    const attended = matmul(reshape(heatmaps, [batch, landmarks, cells]), seen);
    const weighted = multiply(attended, reshape(weight, [1, landmarks, channels]));
    return { attended, spread: addBias(reduceSum(weighted, [2]), bias) };
  });
}

/**
 * @param logits – `[B, K, H, W]`.
 * @returns `heatmaps` `[B·K, H·W]`, each of sum 1, and their expected positions `points` `[B, K, 2]`, pixels.
 */
export function integralPoints(logits: Tensor, inputSize: number): { heatmaps: Tensor; points: Tensor } {
  const shape = { inputSize, heatmapSize: logits.shape.at(-1)! };
  const centres = Array.from({ length: shape.heatmapSize }, (_, cell) => cellToPixel(cell, shape));
  const { shares, points } = spatialSoftmax(logits, { columns: centres, rows: centres });
  return { heatmaps: shares, points };
}

/** Of a 1×1 convolution with a bias. */
function pointwiseParameters(
  x: Tensor,
  channels: number,
  initialBias: number,
): { weight: Tensor; bias: Tensor } {
  return {
    weight: x.graph.parameter('weight', [channels, x.shape[1]!, 1, 1], normalInitialiser(0.02)),
    bias: x.graph.parameter('bias', [channels], constantInitialiser(initialBias)),
  };
}
