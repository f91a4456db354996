/**
 * Points that stay where they are while something else changes: two pictures of one face that differ in the gaze (or the light, or
 * whatever is rendered again), and the network is to be wrong about both alike. What truly moves is in the labels, so it may. An
 * invariance learnt from examples (Simard et al., "Tangent Prop", NIPS 1991, asks it of derivatives); no domain is left for
 * another here, and the pairs' own error is not this loss's business.
 *
 * They are faces of the training's own kind and normalised by their batch, as the others are: normalised by running statistics they
 * would move the exported network where the labels' loss, which never sees it, could not hold against it (after 600 steps of
 * `dense1001` the error was 6.9 % instead of 4.0).
 *
 * Loss: the mean over points of √(‖(p − y) − (q − z)‖² + ε²) in cells of the features, of the points p, q and labels y, z of both
 * pictures: it goes on pulling where a square would have faded, for what is asked for is a fiftieth of a cell. Points that do move
 * (‖y − z‖ above a fiftieth of a cell: irises, lids) are left out: their errors are never alike, so they would pull at full strength
 * for ever, and eyes and mouths of photographs were found worse for it. B pictures, K landmarks.
 */
import { whole } from '../../../../core/settings/value-kinds.js';
import { buildNetwork, featureSide } from '../../../../networks/network.js';
import { Graph } from '../../../../nn/graph/graph.js';
import type { Tensor } from '../../../../nn/graph/tensor.js';
import { add } from '../../../../nn/operators/arithmetic/add.js';
import { multiply } from '../../../../nn/operators/arithmetic/multiply.js';
import { sqrt } from '../../../../nn/operators/arithmetic/sqrt.js';
import { square } from '../../../../nn/operators/arithmetic/square.js';
import { subtract } from '../../../../nn/operators/arithmetic/subtract.js';
import { reduceMean } from '../../../../nn/operators/reductions/reduce-mean.js';
import { reduceSum } from '../../../../nn/operators/reductions/reduce-sum.js';
import { reshape } from '../../../../nn/operators/shapes/reshape.js';
import { type AdaptationMethod, adaptationMethod, facesSchema } from '../adaptation-method.js';
import { ramp } from '../ramp.js';

const name = 'twins';
const inputs = { labels: `${name}.labels`, weights: `${name}.weights` };

/** Cells: below it a difference counts by its square. */
const softening = 0.01;
/** Cells: what moves further between the twins is no point that is to stay where it is. */
const still = 0.02;

export const twins: AdaptationMethod = adaptationMethod({
  name,
  weight: 1,
  stepCost: 1.2,
  keys: {
    /** Faces that are there twice: `again` in their rows. */
    faces: facesSchema('train'),
    /** Pictures of a step, two for each face. */
    batch: whole(2, 1024).optional(),
    /** Steps over which the weight rises; 0: full from the first. */
    ramp: whole(0, 1_000_000).default(100),
  },
  check: ({ faces: { limit }, batch }, recipe) => {
    if (limit !== undefined)
      return { what: `faces.limit: ${limit}; it would tear twins apart`, hint: 'leave it out' };
    const own = batch ?? recipe.batch;
    if (own % (2 * recipe.replicas) === 0) return undefined;
    return {
      what: `batch: ${own}; allowed: a multiple of 2 · replicas, ${2 * recipe.replicas}`,
      hint: 'change either: both pictures of a face go to one replica',
    };
  },
  async create({ weight, start, ramp: length, faces: asked, batch: wanted }, context) {
    const { objective, augmentation } = context;
    const { inputSize } = objective.model;
    const batch = wanted ?? context.batch;
    const faces = await context.open(asked, { name, batch, augmentation, twins: true });
    return {
      faces: faces.size,
      programs: {
        [name]: {
          batch,
          build: (samples, frozen) => {
            const graph = new Graph('training', frozen);
            const image = graph.input('image', [samples, 3, inputSize, inputSize]);
            const estimates = buildNetwork(image, objective.landmarks, objective.model);
            const labels = graph.input(inputs.labels, [samples, objective.landmarks, 2]);
            const weights = graph.input(inputs.weights, [samples, objective.landmarks]);
            const cell = inputSize / featureSide(objective.model);
            const apart = estimates.map(({ points }) =>
              apartness(multiply(subtract(points, labels), 1 / cell), weights),
            );
            const sum = apart.reduce((total, one) => add(total, one));
            return { graph, loss: multiply(sum, 1 / apart.length), metrics: { cells: apart.at(-1)! } };
          },
        },
      },
      phases: [{ name, program: name, data: name, weight: (step) => weight * ramp(step - start, length) }],
      sources: {
        [name]: {
          async batch(number) {
            const { images, points, weights } = await faces.batch(number);
            return {
              image: images,
              [inputs.labels]: points,
              [inputs.weights]: weightsOfStill(points, weights, {
                landmarks: objective.landmarks,
                most: (still * inputSize) / featureSide(objective.model),
              }),
            };
          },
        },
      },
      describeModel: (metadata) => {
        const { training } = metadata;
        const data = `${training.data} Taught by ${faces.size / 2} pairs of faces to be steady.`;
        return { ...metadata, training: { ...training, data } };
      },
      close: () => faces.close(),
    };
  },
});

/** @param errors – `[B, K, 2]`, twins after one another. @param weights – `[B, K]`, of twins the same. @returns a scalar. */
function apartness(errors: Tensor, weights: Tensor): Tensor {
  const [samples, landmarks] = errors.shape as readonly [number, number, number];
  const signs = errors.graph.constant(Float32Array.of(1, -1), [1, 2, 1]);
  const pairs = reshape(errors, [samples / 2, 2, landmarks * 2]);
  const difference = reshape(reduceSum(multiply(pairs, signs), [1]), [samples / 2, landmarks, 2]);
  const lengths = sqrt(add(reduceSum(square(difference), [2]), softening ** 2));
  const ofPair = reduceMean(reshape(weights, [samples / 2, 2, landmarks]), [1]);
  return reduceMean(multiply(ofPair, lengths));
}

/**
 * @param points – `[B, K, 2]` of the labels, twins after one another. @param weights – `[B, K]`. @param most – how far a point may move, pixels.
 * @returns `[B, K]`: the weight where both pictures have the point and it stays where it is, 0 elsewhere.
 */
export function weightsOfStill(
  points: Float32Array,
  weights: Float32Array,
  { landmarks, most }: { landmarks: number; most: number },
): Float32Array {
  return weights.map((weight, i) => {
    const isFirst = Math.floor(i / landmarks) % 2 === 0;
    const j = isFirst ? i + landmarks : i - landmarks;
    const moved = Math.hypot(points[2 * i]! - points[2 * j]!, points[2 * i + 1]! - points[2 * j + 1]!);
    return moved > most ? 0 : weight * weights[j]!;
  });
}
