/**
 * Target faces that a detector labels for itself, as self-training and the mean teacher have it. Both looks see the same
 * crop: the one that labels as it is, the one that learns with the recipe's photometric augmentations (occluders, colour,
 * blur, resolution loss, noise, JPEG). Loss: the cross-entropy of the heatmaps alone, each point weighed by how sure its
 * label is. The likelihood is left out: σ would learn how well the network agrees with itself, and every label would come
 * to look sure. B batch, K landmarks.
 */
import type { Augmentation } from '../../../dataset/augment/settings.js';
import { inferenceNetwork } from '../../../networks/model-file/model-file.js';
import type { Tensor } from '../../../nn/graph/tensor.js';
import { add } from '../../../nn/operators/arithmetic/add.js';
import { multiply } from '../../../nn/operators/arithmetic/multiply.js';
import { reduceMean } from '../../../nn/operators/reductions/reduce-mean.js';
import { heatmapLoss } from '../losses/heatmap-cross-entropy.js';
import { meanDistance } from '../objective.js';
import type { AdaptationContext, AdaptationPart, FacesSettings } from './adaptation-method.js';
import { detectorGraph } from './detector-graph.js';
import { ramp } from './ramp.js';
import { imageSource, openTarget } from './target-images.js';

export interface PseudoLabelOptions {
  /** Of the method. */
  name: string;
  target: { target: FacesSettings; batch?: number | undefined };
  weight: number;
  start: number;
  /** Steps over which the weight rises. */
  ramp: number;
  /** Whether the moving averages of the weights label, or the weights as they are. */
  averaged: boolean;
  /** @param sigma – `[B, K]` of the labels, shares of the crop's side. @returns `[B, K]` from 0 to 1. */
  confidence: (sigma: Tensor) => Tensor;
}

export async function pseudoLabels(
  options: PseudoLabelOptions,
  context: AdaptationContext,
): Promise<AdaptationPart> {
  const { name, target, weight, start, ramp: length, averaged, confidence } = options;
  const teacher = `${name}/teacher`;
  const { objective, augmentation } = context;
  const { inputSize } = objective.model;
  const { faces, batch } = await openTarget(name, target, context);
  const plain = await openTarget(name, target, { ...context, augmentation: geometryOf(augmentation) });
  return {
    faces: faces.size,
    programs: {
      [teacher]: {
        batch,
        build: (samples) => {
          const { graph, outputs } = inferenceNetwork(objective.model, objective.landmarks, samples);
          return { graph, outputs: { points: outputs.points, sigma: outputs.sigma } };
        },
      },
      [name]: {
        batch,
        build: (samples, frozen) => {
          const { graph, estimates, estimate } = detectorGraph(objective, samples, frozen);
          const labels = graph.input('points', [samples, objective.landmarks, 2]);
          const sigma = graph.input('sigma', [samples, objective.landmarks]);
          const weights = confidence(multiply(sigma, 1 / inputSize));
          const { deviation } = objective.loss;
          const entropies = estimates.map(({ heatmaps }) =>
            heatmapLoss(heatmaps, { labels, weights, inputSize, deviation }),
          );
          const sum = entropies.reduce((total, entropy) => add(total, entropy));
          return {
            graph,
            loss: multiply(sum, 1 / entropies.length),
            metrics: {
              confident: reduceMean(weights),
              distance: meanDistance(estimate.points, labels, weights),
            },
          };
        },
      },
    },
    phases: [
      { name: teacher, program: teacher, data: teacher, averaged },
      {
        name,
        program: name,
        data: name,
        weight: (step) => weight * ramp(step - start, length),
        feeds: { points: `${teacher}.points`, sigma: `${teacher}.sigma` },
      },
    ],
    sources: {
      [teacher]: imageSource(plain.faces, context),
      [name]: imageSource(faces, context),
    },
    close: async () => {
      await Promise.all([faces.close(), plain.faces.close()]);
    },
  };
}

/** The same crops: geometry is drawn before all else. */
function geometryOf(augmentation: Augmentation): Augmentation {
  const off = { probability: 0 };
  const { occluders, colour, blur, resolutionLoss, noise, jpeg } = augmentation;
  return {
    ...augmentation,
    occluders: { ...occluders, ...off },
    colour: { ...colour, ...off },
    blur: { ...blur, ...off },
    resolutionLoss: { ...resolutionLoss, ...off },
    noise: { ...noise, ...off },
    jpeg: { ...jpeg, ...off },
  };
}
