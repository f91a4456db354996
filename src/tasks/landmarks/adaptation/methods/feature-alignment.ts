/**
 * Feature statistics brought together (CORAL: Sun and Saenko, "Deep CORAL", ECCV workshops 2016; with the means too, which
 * CORAL leaves out): over all cells of a batch, mean and covariance of the last stack's features on target faces are drawn
 * to those on the source faces of the same step.
 *
 * Loss: Σᵢ (μᵢ − νᵢ)² / vᵢ / C + Σᵢⱼ (Σᵢⱼ − Τᵢⱼ)² / (vᵢ vⱼ) / C, of source (μ, Σ, v = its diagonal) and target (ν, Τ): both in
 * deviations of the source, so that no channel counts more for being large. The source's side is given, as a
 * teacher's labels are: only the target's is moved. B batch, C channels.
 */
import { whole } from '../../../../core/settings/value-kinds.js';
import type { Tensor } from '../../../../nn/graph/tensor.js';
import { add } from '../../../../nn/operators/arithmetic/add.js';
import { divide } from '../../../../nn/operators/arithmetic/divide.js';
import { multiply } from '../../../../nn/operators/arithmetic/multiply.js';
import { sqrt } from '../../../../nn/operators/arithmetic/sqrt.js';
import { square } from '../../../../nn/operators/arithmetic/square.js';
import { subtract } from '../../../../nn/operators/arithmetic/subtract.js';
import { matmul } from '../../../../nn/operators/products/matmul.js';
import { reduceMean } from '../../../../nn/operators/reductions/reduce-mean.js';
import { reduceSum } from '../../../../nn/operators/reductions/reduce-sum.js';
import { reshape } from '../../../../nn/operators/shapes/reshape.js';
import { transpose } from '../../../../nn/operators/shapes/transpose.js';
import { type AdaptationMethod, adaptationMethod } from '../adaptation-method.js';
import { sourcePhase } from '../compose-plan.js';
import { detectorGraph } from '../detector-graph.js';
import { ramp } from '../ramp.js';
import { checkTarget, imageSource, openTarget, targetKeys } from '../target-images.js';

const name = 'feature-alignment';
const outputs = { mean: `${name}/mean`, second: `${name}/second` };
const inputs = { mean: `${name}.mean`, second: `${name}.second` };

/** Added to variances: a channel that is off everywhere has none. */
const leastVariance = 1e-4;

export const featureAlignment: AdaptationMethod = adaptationMethod({
  name,
  weight: 0.1,
  stepCost: 1.2,
  keys: {
    ...targetKeys,
    /** Steps over which the weight rises; 0: full from the first. */
    ramp: whole(0, 1_000_000).default(100),
  },
  check: (settings, recipe) =>
    checkTarget(settings, recipe) ??
    (settings.batch === undefined || settings.batch === recipe.batch
      ? undefined
      : {
          what: `batch: ${settings.batch}; allowed: as many as source faces, ${recipe.batch}`,
          hint: 'leave it out',
        }),
  async create({ weight, start, ramp: length, ...target }, context) {
    const { objective } = context;
    const { faces, batch } = await openTarget(name, target, context);
    return {
      faces: faces.size,
      onSource: {
        build: ({ estimates }) => {
          const { mean, second } = moments(estimates.at(-1)!.features);
          return { metrics: {}, outputs: { [outputs.mean]: mean, [outputs.second]: second } };
        },
      },
      programs: {
        [name]: {
          batch,
          build: (samples, frozen) => {
            const { graph, estimate } = detectorGraph(objective, samples, frozen);
            const own = moments(estimate.features);
            const given = {
              mean: graph.input(inputs.mean, own.mean.shape),
              second: graph.input(inputs.second, own.second.shape),
            };
            const { means, covariances } = distance(given, own);
            return { graph, loss: add(means, covariances), metrics: { means, covariances } };
          },
        },
      },
      phases: [
        {
          name,
          program: name,
          data: name,
          weight: (step) => weight * ramp(step - start, length),
          feeds: {
            [inputs.mean]: `${sourcePhase}.${outputs.mean}`,
            [inputs.second]: `${sourcePhase}.${outputs.second}`,
          },
        },
      ],
      sources: { [name]: imageSource(faces, context) },
      close: () => faces.close(),
    };
  },
});

/** Of each image over its cells. */
interface Moments {
  /** `[B, C]` */
  mean: Tensor;
  /** `[B, C, C]`: mean of the products of two channels. */
  second: Tensor;
}

/** @param features – `[B, C, H, W]`. */
function moments(features: Tensor): Moments {
  const [batch, channels, height, width] = features.shape as readonly [number, number, number, number];
  const cells = reshape(features, [batch, channels, height * width]);
  const products = matmul(cells, transpose(cells, [0, 2, 1]));
  return { mean: reduceMean(cells, [2]), second: multiply(products, 1 / (height * width)) };
}

/** How far the target's moments are from the source's, in the source's deviations. */
function distance(source: Moments, target: Moments): { means: Tensor; covariances: Tensor } {
  const [of, own] = [covariance(source), covariance(target)];
  const channels = of.mean.shape[1]!;
  const diagonal = source.mean.graph.constant(
    Float32Array.from({ length: channels ** 2 }, (_, i) => (i % (channels + 1) === 0 ? 1 : 0)),
    [channels, channels],
  );
  const variance = add(reduceSum(multiply(of.covariance, diagonal), [1], true), leastVariance); // [C, 1]
  const row = reshape(variance, [1, channels]);
  const means = reduceMean(divide(square(subtract(own.mean, of.mean)), row));
  const scaled = divide(subtract(own.covariance, of.covariance), sqrt(matmul(variance, row)));
  return { means, covariances: multiply(reduceSum(square(scaled)), 1 / channels) };
}

/** Over the batch: mean `[1, C]`, covariance `[C, C]`. */
function covariance({ mean, second }: Moments): { mean: Tensor; covariance: Tensor } {
  const over = reduceMean(mean, [0], true);
  return {
    mean: over,
    covariance: subtract(reduceMean(second, [0]), matmul(transpose(over, [1, 0]), over)),
  };
}
