/**
 * Adversarial adaptation without a discriminator (Chen et al., "Reusing the Task-specific Classifier as a
 * Discriminator: Discriminator-free Adversarial Domain Adaptation", CVPR 2022), for landmarks: the head is sure and
 * tells landmarks apart on source faces, and less so on others, which the nuclear norm of its answers measures.
 *
 * N of an image: its heatmaps as probabilities over 16×16 cells make a matrix of landmarks by cells, of which N is the
 * nuclear norm over the number of landmarks, 1 at most. Discrepancy D = N of the source − N of the target, means over
 * the batch. Loss −`weight` · D: the head widens D; through a gradient that is reversed and multiplied by the ramp the
 * features close it. Images are not stacked to one matrix: crop jitter alone would move its norm. Of the K landmarks a
 * step takes some, drawn anew by the seed.
 */
import { Random } from '../../../../core/random.js';
import { whole } from '../../../../core/settings/value-kinds.js';
import { spreadLandmarks } from '../../../../landmarks/spread-landmarks.js';
import type { HeadEstimate } from '../../../../networks/head.js';
import { heatmapLandmarks } from '../../../../networks/network.js';
import type { Tensor } from '../../../../nn/graph/tensor.js';
import { softmax } from '../../../../nn/operators/activations/softmax.js';
import { multiply } from '../../../../nn/operators/arithmetic/multiply.js';
import { reverseGradient } from '../../../../nn/operators/gradients/reverse-gradient.js';
import { gather } from '../../../../nn/operators/indexing/gather.js';
import { averagePool2d } from '../../../../nn/operators/pooling/average-pool.js';
import { nuclearNorm } from '../../../../nn/operators/products/nuclear-norm.js';
import { reduceMean } from '../../../../nn/operators/reductions/reduce-mean.js';
import { reshape } from '../../../../nn/operators/shapes/reshape.js';
import { slice } from '../../../../nn/operators/shapes/slice.js';
import { type AdaptationMethod, adaptationMethod } from '../adaptation-method.js';
import { detectorGraph, headLogits } from '../detector-graph.js';
import { ramp } from '../ramp.js';
import { checkTarget, imageSource, openTarget, targetKeys } from '../target-images.js';

const name = 'daln';
const inputNames = { coefficient: `${name}.coefficient`, landmarks: `${name}.landmarks` };

/** Cells along a side of the matrices' columns. */
const cells = 16;

export const daln: AdaptationMethod = adaptationMethod({
  name,
  weight: 0.1,
  stepCost: 1.3,
  keys: {
    ...targetKeys,
    /** Landmarks of a step. */
    landmarks: whole(2, 256).default(68),
    /** Steps over which the reversal rises; 0: full from the first. */
    ramp: whole(0, 1_000_000).default(1000),
  },
  check: checkTarget,
  async create({ weight, start, landmarks: wanted, ramp: length, ...target }, context) {
    const { objective, seed } = context;
    const { faces, batch } = await openTarget(name, target, context);
    const maps = heatmapLandmarks(objective.model, objective.landmarks).length;
    const rows = Math.min(wanted, maps);
    const inputs = (step: number, samples: number): Record<string, Float32Array> => {
      const chosen = spreadLandmarks(maps, rows, new Random(seed, name, step));
      return {
        [inputNames.coefficient]: new Float32Array(samples).fill(ramp(step - start, length)),
        [inputNames.landmarks]: Float32Array.from({ length: samples * rows }, (_, i) => chosen[i % rows]!),
      };
    };
    return {
      faces: faces.size,
      onSource: {
        build: ({ estimates }, samples) => {
          const norm = meanNorm(estimates.at(-1)!, samples, rows);
          return { loss: multiply(norm, -weight), metrics: { [`${name}.norm`]: norm } };
        },
        inputs: (step) => inputs(step, context.batch),
      },
      programs: {
        [name]: {
          batch,
          build: (samples, frozen) => {
            const { graph, estimate } = detectorGraph(objective, samples, frozen);
            return { graph, loss: meanNorm(estimate, samples, rows) };
          },
        },
      },
      phases: [{ name, program: name, data: name, weight }],
      sources: { [name]: imageSource(faces, context, (step) => inputs(step, batch)) },
      close: () => faces.close(),
    };
  },
});

/** N, the mean over the images. @param samples – B. @param rows – landmarks of a step. */
function meanNorm({ features, heatmaps }: HeadEstimate, samples: number, rows: number): Tensor {
  const { graph } = features;
  const side = features.shape[2]!;
  const coefficient = graph.input(inputNames.coefficient, [samples, 1, 1, 1]);
  // An input must have the batch as its first size; all samples name the same landmarks.
  const chosen = reshape(slice(graph.input(inputNames.landmarks, [samples, rows]), 0, 0, 1), [rows]);
  const logits = headLogits(reverseGradient(features, coefficient), {
    weight: gather(heatmaps.weight, chosen, 0),
    bias: gather(heatmaps.bias, chosen, 0),
  });
  const shares = softmax(reshape(logits, [samples, rows, side * side]), 2);
  const window = Math.max(1, Math.floor(side / cells));
  const maps = reshape(shares, [samples, rows, side, side]);
  const pooled = window === 1 ? maps : multiply(averagePool2d(maps, window), window ** 2);
  const columns = pooled.shape[2]! * pooled.shape[3]!;
  return multiply(reduceMean(nuclearNorm(reshape(pooled, [samples, rows, columns]))), 1 / rows);
}
