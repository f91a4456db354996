/**
 * Two heads that disagree on the target (Saito et al., "Maximum Classifier Discrepancy", CVPR 2018), in the form that
 * keypoints were given by Jiang et al. ("Regressive Domain Adaptation for Unsupervised Keypoint Detection", CVPR 2021):
 * the detector's head learns from source labels alone, and an adversarial second head, right on the source too, looks
 * for answers on the target that differ from the first's; the features learn to leave none.
 *
 * Disparity: half the sum of |p − q| over the cells of both heads' heatmaps, from 0 to 1, mean over the second head's
 * landmarks. Loss on the target −`weight` · disparity: the second head widens it; through a gradient that is reversed
 * and multiplied by the ramp the features close it; the first head's weights are cut off.
 *
 * Both papers take three updates in turn. As one update through reversal (so Zhang et al., "Bridging Theory and
 * Algorithm for Domain Adaptation", ICML 2019, for the same minimum and maximum) it needs one forward pass of the target
 * instead of two; and updates in turn share Adam's running means, so that the source's gradient would be applied anew by
 * each, at full rate whatever the weight.
 */

import { whole } from '../../../../core/settings/value-kinds.js';
import { spreadLandmarks } from '../../../../landmarks/spread-landmarks.js';
import type { HeadEstimate } from '../../../../networks/head.js';
import { heatmapLandmarks } from '../../../../networks/network.js';
import { constantInitialiser, normalInitialiser } from '../../../../nn/graph/initialisers.js';
import type { Tensor } from '../../../../nn/graph/tensor.js';
import { softmax } from '../../../../nn/operators/activations/softmax.js';
import { abs } from '../../../../nn/operators/arithmetic/abs.js';
import { multiply } from '../../../../nn/operators/arithmetic/multiply.js';
import { subtract } from '../../../../nn/operators/arithmetic/subtract.js';
import { reverseGradient } from '../../../../nn/operators/gradients/reverse-gradient.js';
import { stopGradient } from '../../../../nn/operators/gradients/stop-gradient.js';
import { gather } from '../../../../nn/operators/indexing/gather.js';
import { reduceMean } from '../../../../nn/operators/reductions/reduce-mean.js';
import { reduceSum } from '../../../../nn/operators/reductions/reduce-sum.js';
import { reshape } from '../../../../nn/operators/shapes/reshape.js';
import { heatmapCrossEntropy } from '../../losses/heatmap-cross-entropy.js';
import { type AdaptationMethod, adaptationMethod } from '../adaptation-method.js';
import { detectorGraph, type HeatmapWeights, headLogits } from '../detector-graph.js';
import { ramp } from '../ramp.js';
import { checkTarget, imageSource, openTarget, targetKeys } from '../target-images.js';

const name = 'bi-classifier';
const coefficient = `${name}.coefficient`;

export const biClassifier: AdaptationMethod = adaptationMethod({
  name,
  weight: 0.1,
  stepCost: 2.2,
  keys: {
    ...targetKeys,
    /** Landmarks of the second head, spread over those that have a heatmap. */
    landmarks: whole(1, 1001).default(68),
    /** Steps over which the reversal rises; 0: full from the first. */
    ramp: whole(0, 1_000_000).default(1000),
  },
  check: checkTarget,
  async create({ weight, start, landmarks: wanted, ramp: length, ...target }, context) {
    const { objective } = context;
    const { model, loss } = objective;
    const { faces, batch } = await openTarget(name, target, context);
    const mapped = heatmapLandmarks(objective.model, objective.landmarks);
    const chosen = spreadLandmarks(mapped.length, wanted).map((index) => mapped[index]!);
    return {
      faces: faces.size,
      onSource: {
        build: ({ estimates, labels, weights }) => {
          const { features } = estimates.at(-1)!;
          const entropy = heatmapCrossEntropy({
            logits: headLogits(features, secondHead(features, chosen.length)),
            labels: gather(labels, chosen, 1),
            weights: gather(weights, chosen, 1),
            inputSize: model.inputSize,
            deviation: loss.deviation,
          });
          return { loss: multiply(entropy, weight), metrics: { [`${name}.heatmaps`]: entropy } };
        },
      },
      programs: {
        [name]: {
          batch,
          build: (samples, frozen) => {
            const { graph, estimate } = detectorGraph(objective, samples, frozen);
            const reversal = graph.input(coefficient, [samples, 1, 1, 1]);
            const apart = disparity(estimate, reversal, chosen);
            return { graph, loss: multiply(apart, -1), metrics: { disparity: apart } };
          },
        },
      },
      phases: [{ name, program: name, data: name, weight }],
      sources: {
        [name]: imageSource(faces, context, (step) => ({
          [coefficient]: new Float32Array(batch).fill(ramp(step - start, length)),
        })),
      },
      close: () => faces.close(),
    };
  },
});

/** The same name and shape in both programs: they share it. @param features – `[B, C, H, W]`. */
function secondHead(features: Tensor, landmarks: number): HeatmapWeights {
  const { graph } = features;
  return graph.scope(name, () => ({
    weight: graph.parameter('weight', [landmarks, features.shape[1]!, 1, 1], normalInitialiser(0.02)),
    bias: graph.parameter('bias', [landmarks], constantInitialiser(0)),
  }));
}

/** @param coefficient – `[B, 1, 1, 1]`. @param chosen – the second head's landmarks. */
function disparity(
  { features, heatmaps }: HeadEstimate,
  coefficient: Tensor,
  chosen: readonly number[],
): Tensor {
  const [samples, , height, width] = features.shape as [number, number, number, number];
  const seen = reverseGradient(features, coefficient);
  const rows = chosen.map((landmark) => heatmaps.landmarks.indexOf(landmark));
  const first = {
    weight: stopGradient(gather(heatmaps.weight, rows, 0)),
    bias: stopGradient(gather(heatmaps.bias, rows, 0)),
  };
  const shares = (head: HeatmapWeights): Tensor =>
    softmax(reshape(headLogits(seen, head), [samples, chosen.length, height * width]), 2);
  const difference = abs(subtract(shares(first), shares(secondHead(features, chosen.length))));
  return multiply(reduceMean(reduceSum(difference, [2])), 0.5);
}
