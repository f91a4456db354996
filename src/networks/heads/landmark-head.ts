/**
 * From features to landmarks, each with an uncertainty.
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
import { softmax } from '../../nn/operators/activations/softmax.js';
import { softplus } from '../../nn/operators/activations/softplus.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { multiply } from '../../nn/operators/arithmetic/multiply.js';
import { addBias } from '../../nn/operators/convolution/add-bias.js';
import { conv2d } from '../../nn/operators/convolution/conv2d.js';
import { stopGradient } from '../../nn/operators/gradients/stop-gradient.js';
import { matmul } from '../../nn/operators/products/matmul.js';
import { reduceSum } from '../../nn/operators/reductions/reduce-sum.js';
import { reshape } from '../../nn/operators/shapes/reshape.js';
import { transpose } from '../../nn/operators/shapes/transpose.js';

export interface LandmarkEstimate {
  /** `[B, K, H, W]`: heatmaps before the softmax. */
  logits: Tensor;
  /** `[B, K, 2]`, pixels of the crop. */
  points: Tensor;
  /** `[B, K]`, pixels of the crop: standard deviation along either axis. */
  sigma: Tensor;
}

/** What the head of a stack read and its heatmaps' weights, for losses on features or on some of the landmarks alone. */
export interface HeadEstimate extends LandmarkEstimate {
  /** `[B, C, H, W]` */
  features: Tensor;
  /** Of the 1×1 convolution from features to logits: `[K, C, 1, 1]` and `[K]`. */
  heatmapHead: { weight: Tensor; bias: Tensor };
}

/** No point is surer than this, pixels: it keeps the likelihood's gradient bounded. */
export const leastSigma = 0.2;

/** @param features – `[B, C, H, W]`. @param inputSize – side of the crop, pixels. */
export function landmarkHead(features: Tensor, landmarks: number, inputSize: number): HeadEstimate {
  const [, , side] = features.shape as readonly [number, number, number, number];
  const { graph } = features;
  const heatmapHead = graph.scope('heatmaps', () => pointwiseParameters(features, landmarks, 0));
  const logits = graph.scope('heatmaps', () =>
    addBias(conv2d(features, heatmapHead.weight, {}), heatmapHead.bias),
  );
  const { heatmaps, points } = integralPoints(logits, inputSize);
  const attended = attendedSigma(features, stopGradient(heatmaps), landmarks);
  const sigma = add(multiply(softplus(attended), inputSize / side), leastSigma);
  return { logits, points, sigma, features, heatmapHead };
}

/**
 * A 1×1 convolution with a bias, averaged with each landmark's heatmap. Both are linear and a heatmap sums to 1, so the
 * features are averaged first and the K maps are never written out: with 1001 landmarks they took a third of a step.
 * @param features – `[B, C, H, W]`. @param heatmaps – `[B·K, H·W]`.
 * @returns `[B, K]`
 */
function attendedSigma(features: Tensor, heatmaps: Tensor, landmarks: number): Tensor {
  const { graph } = features;
  const [batch, channels, height, width] = features.shape as readonly [number, number, number, number];
  const cells = height * width;
  return graph.scope('sigma', () => {
    const { weight, bias } = pointwiseParameters(features, landmarks, 3);
    const seen = transpose(reshape(features, [batch, channels, cells]), [0, 2, 1]);
    const averages = matmul(reshape(heatmaps, [batch, landmarks, cells]), seen);
    return addBias(reduceSum(multiply(averages, reshape(weight, [1, landmarks, channels])), [2]), bias);
  });
}

/**
 * @param logits – `[B, K, H, W]`.
 * @returns `heatmaps` `[B·K, H·W]`, each of sum 1, and their expected positions `points` `[B, K, 2]`, pixels.
 */
export function integralPoints(logits: Tensor, inputSize: number): { heatmaps: Tensor; points: Tensor } {
  const [batch, landmarks, side] = logits.shape as readonly [number, number, number, number];
  const cells = side * side;
  const heatmaps = softmax(reshape(logits, [batch * landmarks, cells]), 1);
  const positions = matmul(heatmaps, logits.graph.constant(cellCentres(side, inputSize), [cells, 2]));
  return { heatmaps, points: reshape(positions, [batch, landmarks, 2]) };
}

/** `[side · side, 2]`: the crop pixel on which each cell's centre lies, row by row. */
export function cellCentres(side: number, inputSize: number): Float32Array {
  const shape = { inputSize, heatmapSize: side };
  return Float32Array.from({ length: 2 * side * side }, (_, i) => {
    const cell = i >> 1;
    return cellToPixel(i % 2 === 0 ? cell % side : Math.floor(cell / side), shape);
  });
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
