/**
 * The variational autoencoder's bottleneck (Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014): one vector of Z
 * numbers, each drawn from a normal distribution of its own whose mean and variance the encoder gives; the draw is mean +
 * deviation · noise, so that gradients pass through it. The penalty is the divergence from the standard normal distribution.
 */
import { constantInitialiser } from '../../../../nn/graph/initialisers.js';
import type { Tensor } from '../../../../nn/graph/tensor.js';
import { forNoActivation, linear } from '../../../../nn/layers/linear.js';
import { add } from '../../../../nn/operators/arithmetic/add.js';
import { exp } from '../../../../nn/operators/arithmetic/exp.js';
import { multiply } from '../../../../nn/operators/arithmetic/multiply.js';
import { square } from '../../../../nn/operators/arithmetic/square.js';
import { subtract } from '../../../../nn/operators/arithmetic/subtract.js';
import { clip } from '../../../../nn/operators/comparisons/clip.js';
import { normalNoise } from '../../../../nn/operators/normalisation/random-noise.js';
import { reduceMean } from '../../../../nn/operators/reductions/reduce-mean.js';
import { reduceSum } from '../../../../nn/operators/reductions/reduce-sum.js';
import { reshape } from '../../../../nn/operators/shapes/reshape.js';
import type { GaussianModel } from '../architecture.js';
import type { Bottleneck } from './bottleneck.js';

/** Logarithms of variances beyond it would overflow before they are learnt. */
const widest = 8;

export function gaussian({ latent, channels }: GaussianModel): Bottleneck {
  const flat = (features: Tensor): Tensor => reshape(features, [features.shape[0]!, -1]);
  const mean = (features: Tensor): Tensor =>
    linear('mean', flat(features), { units: latent, weight: forNoActivation });
  const logVariance = (features: Tensor): Tensor => {
    const options = { units: latent, weight: forNoActivation, bias: constantInitialiser(-1) };
    return clip(linear('logVariance', flat(features), options), -widest, widest);
  };
  const grid: Bottleneck['grid'] = (code, [height, width]) => {
    const depth = channels.at(-1)!;
    return reshape(linear('spread', code, { units: depth * height * width }), [
      code.shape[0]!,
      depth,
      height,
      width,
    ]);
  };
  return {
    learn(features, { seed }) {
      const centre = mean(features);
      const spread = logVariance(features);
      const noise = multiply(normalNoise(seed(), [latent]), exp(multiply(spread, 0.5)));
      const divergence = reduceMean(divergences(centre, spread));
      return {
        grid: grid(add(centre, noise), features.shape.slice(2) as [number, number]),
        penalty: divergence,
        metrics: { divergence },
      };
    },
    code: (features) => ({ code: mean(features), logVariance: logVariance(features) }),
    grid,
  };
}

/** From the standard normal distribution, nats. @param mean, logVariance – `[B, Z]`. @returns `[B]`. */
export function divergences(mean: Tensor, logVariance: Tensor): Tensor {
  const terms = subtract(subtract(add(square(mean), exp(logVariance)), logVariance), 1);
  return multiply(reduceSum(terms, [1]), 0.5);
}
