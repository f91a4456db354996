/**
 * Mean teacher (Tarvainen and Valpola, "Mean teachers are better role models", NIPS 2017; for adaptation French, Mackiewicz
 * and Fisher, "Self-ensembling for visual domain adaptation", ICLR 2018): the moving average of the network's weights
 * labels target faces for the network itself.
 *
 * Both see the same crop, the teacher as it is, the student with the recipe's photometric augmentations: occluders,
 * colour, blur, resolution loss, noise, JPEG. The teacher's points are the student's labels; a point counts where the
 * teacher's σ is at most `confidence` of the crop's side. Loss: the cross-entropy of the heatmaps alone. The likelihood
 * is left out: σ would learn how well the student agrees with its own average, and the gate would open by itself.
 *
 * The averages are the recipe's `ema`; as ever they are what is validated and exported. Agreeing is not being right:
 * where the teacher is surely wrong, so the student becomes.
 */

import { number, whole } from '../../../core/settings/value-kinds.js';
import type { Augmentation } from '../../../dataset/augment/settings.js';
import { inferenceNetwork } from '../../../networks/model-file/model-file.js';
import { add } from '../../../nn/operators/arithmetic/add.js';
import { multiply } from '../../../nn/operators/arithmetic/multiply.js';
import { step as aboveZero } from '../../../nn/operators/arithmetic/step.js';
import { subtract } from '../../../nn/operators/arithmetic/subtract.js';
import { reduceMean } from '../../../nn/operators/reductions/reduce-mean.js';
import { heatmapLoss } from '../losses/heatmap-cross-entropy.js';
import { meanDistance } from '../objective.js';
import { type AdaptationMethod, adaptationMethod } from './adaptation-method.js';
import { detectorGraph } from './detector-graph.js';
import { ramp } from './ramp.js';
import { checkTarget, imageSource, openTarget, targetKeys } from './target-images.js';

const name = 'mean-teacher';
const teacher = `${name}/teacher`;

export const meanTeacher: AdaptationMethod = adaptationMethod({
  name,
  weight: 0.1,
  stepCost: 1.6,
  keys: {
    ...targetKeys,
    /** Largest σ of a point that the teacher is trusted with, as a share of the crop's side. */
    confidence: number(0.001, 1).default(0.03),
    /** Steps over which the weight rises; 0: full from the first. */
    ramp: whole(0, 1_000_000).default(100),
  },
  check: (settings, recipe) =>
    checkTarget(settings, recipe) ??
    (recipe.ema === undefined
      ? {
          what: 'method: mean-teacher needs the averages of the weights',
          hint: 'set the recipe’s ema, such as ema: 0.999',
        }
      : undefined),
  async create({ weight, start, confidence, ramp: length, ...target }, context) {
    const { objective, augmentation } = context;
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
            const { inputSize } = objective.model;
            const weights = aboveZero(subtract(multiply(sigma, -1), -confidence * inputSize), 1);
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
        { name: teacher, program: teacher, data: teacher, averaged: true },
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
  },
});

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
