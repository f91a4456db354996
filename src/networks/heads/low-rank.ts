/**
 * From features to landmarks at a cost that hardly grows with their number: heatmaps for a few anchors, and every
 * landmark as a weighted sum of the anchors.
 *
 * Under a camera that is nearly affine a point of the face that is a combination of other points in space is the same
 * combination of their images, in x as in y, wherever the face lies and however it is turned: so one weight for each
 * landmark and anchor, on positions relative to the anchors' mean. These weights begin as a ridge regression on training
 * shapes (`low-rank-fit.ts`) and are trained on. What no combination of anchors can say is added from the features'
 * mean, beginning with 0. Deviations: the logarithm of each is a combination of the anchors', and of the features' mean.
 * Visibility: its logits are a combination of the anchors' too, with what a few numbers say that are read off the anchors'
 * places and visibility and the features' mean.
 *
 * B batch, C channels, K landmarks, A anchors.
 */
import { whole } from '../../core/settings/value-kinds.js';
import { visibilityKinds } from '../../landmarks/landmark-set.js';
import { spreadLandmarks } from '../../landmarks/spread-landmarks.js';
import { constantInitialiser, type Initialiser } from '../../nn/graph/initialisers.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { linear } from '../../nn/layers/linear.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { exp } from '../../nn/operators/arithmetic/exp.js';
import { log } from '../../nn/operators/arithmetic/log.js';
import { multiply } from '../../nn/operators/arithmetic/multiply.js';
import { subtract } from '../../nn/operators/arithmetic/subtract.js';
import { clip } from '../../nn/operators/comparisons/clip.js';
import { stopGradient } from '../../nn/operators/gradients/stop-gradient.js';
import { matmul } from '../../nn/operators/products/matmul.js';
import { reduceMean } from '../../nn/operators/reductions/reduce-mean.js';
import { reshape } from '../../nn/operators/shapes/reshape.js';
import { transpose } from '../../nn/operators/shapes/transpose.js';
import { defineHead, type Head, sigmaScope, visibilityScope } from '../head.js';
import { heatmapEstimate, leastSigma } from './heatmaps.js';
import { fitDecoder } from './low-rank-fit.js';
import { attendedVisibility, sharedVisibility } from './visibility.js';

/**
 * Weights are kept so many times as large: Adam moves each of them by the same step, and all anchors together would pull
 * a point far. A power of two, so that what they begin with stays exact.
 */
const storedScale = 32;

/** Logarithms of pixels between which deviations lie. */
const deviations = { least: -4, most: 6 };

export const lowRank: Head = defineHead({
  name: 'low-rank',
  keys: {
    /** Landmarks with a heatmap, spread over the set; all where there are fewer. */
    anchors: whole(4, 256).default(64),
  },
  scopes: ['heatmaps', sigmaScope, 'decoder', visibilityScope],
  heatmapsOf: ({ anchors }, landmarks) => spreadLandmarks(landmarks, anchors),
  build(features, { anchors }, { landmarks, inputSize, visibility }) {
    const chosen = spreadLandmarks(landmarks, anchors);
    const { points, sigma, heatmaps, attended } = heatmapEstimate(features, chosen, inputSize);
    const pooled = reduceMean(features, [2, 3]);
    const { graph } = features;
    const estimate = graph.scope('decoder', () => ({
      points: add(decodedPoints(points, chosen, landmarks), correction(pooled, landmarks, inputSize)),
      sigma: decodedSigma(sigma, pooled, chosen, landmarks),
    }));
    return {
      features,
      heatmaps,
      ...estimate,
      ...(visibility && {
        visibility: graph.scope(visibilityScope, () =>
          decodedVisibility(attended, relativeOffsets(points, inputSize), pooled, chosen, landmarks),
        ),
      }),
    };
  },
  fit: ({ anchors }, shapes, landmarks) => {
    const weights = fitDecoder(shapes, landmarks, spreadLandmarks(landmarks, anchors));
    return { 'decoder.points.weight': weights.map((weight) => weight * storedScale) };
  },
});

/** @param anchors – `[B, A, 2]`. @returns `[B, K, 2]`. */
function decodedPoints(anchors: Tensor, chosen: readonly number[], landmarks: number): Tensor {
  const [batch, count] = anchors.shape as readonly [number, number, number];
  const centre = reduceMean(anchors, [1], true);
  const offsets = reshape(transpose(subtract(anchors, centre), [0, 2, 1]), [batch * 2, count]);
  const decoded = combined('points', offsets, chosen, landmarks);
  return add(transpose(reshape(decoded, [batch, 2, landmarks]), [0, 2, 1]), centre);
}

/** @param sigma – `[B, A]`, pixels. @param pooled – `[B, C]`. @returns `[B, K]`, pixels. */
function decodedSigma(sigma: Tensor, pooled: Tensor, chosen: readonly number[], landmarks: number): Tensor {
  const own = combined('sigma', log(sigma), chosen, landmarks);
  const seen = linear('sigmaCorrection', pooled, { units: landmarks, weight: constantInitialiser(0) });
  return add(exp(clip(add(own, seen), deviations.least, deviations.most)), leastSigma);
}

/**
 * @param attended – `[B, A, C]`. @param offsets – `[B, A, 2]`. @param pooled – `[B, C]`.
 * @returns `[B, K, 4]`, logits.
 */
function decodedVisibility(
  attended: Tensor,
  offsets: Tensor,
  pooled: Tensor,
  chosen: readonly number[],
  landmarks: number,
): Tensor {
  const [batch, count] = attended.shape as readonly [number, number, number];
  const anchors = attended.graph.scope('anchors', () => attendedVisibility(attended));
  const rows = reshape(transpose(anchors, [0, 2, 1]), [batch * visibilityKinds, count]);
  const own = reshape(combined('landmarks', rows, chosen, landmarks), [batch, visibilityKinds, landmarks]);
  return add(transpose(own, [0, 2, 1]), sharedVisibility([anchors, offsets, pooled], landmarks));
}

/** From the anchors' mean, as shares of a quarter of the crop; visibility moves no point. @param anchors – `[B, A, 2]`. */
function relativeOffsets(anchors: Tensor, inputSize: number): Tensor {
  const fixed = stopGradient(anchors);
  return multiply(subtract(fixed, reduceMean(fixed, [1], true)), 4 / inputSize);
}

/** From the features' mean alone, 0 at first. @param pooled – `[B, C]`. @returns `[B, K, 2]`, pixels. */
function correction(pooled: Tensor, landmarks: number, inputSize: number): Tensor {
  const moved = linear('pointsCorrection', pooled, { units: 2 * landmarks, weight: constantInitialiser(0) });
  return multiply(reshape(moved, [pooled.shape[0]!, landmarks, 2]), inputSize / storedScale);
}

/** Each landmark's combination, at first its nearest anchor in the set's order. @param x – `[R, A]`. @returns `[R, K]`. */
function combined(name: string, x: Tensor, chosen: readonly number[], landmarks: number): Tensor {
  const { graph } = x;
  const stored = graph.scope(name, () =>
    graph.parameter('weight', [chosen.length, landmarks], pickingInitialiser(chosen)),
  );
  return matmul(x, multiply(stored, 1 / storedScale));
}

/** For stored weights `[A, K]`. */
function pickingInitialiser(chosen: readonly number[]): Initialiser {
  return (_, [anchors, landmarks]) => {
    const weights = new Float32Array(anchors! * landmarks!);
    for (let landmark = 0; landmark < landmarks!; landmark++) {
      const away = chosen.map((index) => Math.abs(index - landmark));
      weights[away.indexOf(Math.min(...away)) * landmarks! + landmark] = storedScale;
    }
    return weights;
  };
}
