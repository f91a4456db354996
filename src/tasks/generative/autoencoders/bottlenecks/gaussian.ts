/**
 * The variational autoencoder's bottleneck (Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014): one vector of Z
 * numbers, each drawn from a normal distribution of its own whose mean and variance the encoder gives; the draw is mean +
 * deviation · noise, so that gradients pass through it. The penalty is the divergence from the standard normal distribution.
 */
import { constantInitialiser, kaimingInitialiser } from '../../../../nn/graph/initialisers.js';
import { sizeOf } from '../../../../nn/graph/shape.js';
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
import { faint } from '../networks.js';
import type { Bottleneck, Seen } from './bottleneck.js';

/** Layers of the linear way that do not begin by chance: from a picture to its code, from a code to its picture, how sure a code is. */
export const linearLayers = {
  code: 'linearCode',
  picture: 'linearPicture',
  logVariance: 'logVariance',
} as const;

/** Logarithms of variances beyond it would overflow before they are learnt. */
export const widest = 8;

export function gaussian({ latent, channels, linear: linearWay }: GaussianModel): Bottleneck {
  const flat = (features: Tensor): Tensor => reshape(features, [features.shape[0]!, -1]);
  const weight = linearWay ? kaimingInitialiser('out', faint) : forNoActivation;
  const mean = ({ features, image }: Seen): Tensor => {
    const convolved = linear('mean', flat(features), { units: latent, weight });
    return linearWay ? add(linear(linearLayers.code, flat(image), { units: latent }), convolved) : convolved;
  };
  const logVariance = ({ features }: Seen): Tensor => {
    const options = { units: latent, weight, bias: constantInitialiser(-1) };
    return clip(linear(linearLayers.logVariance, flat(features), options), -widest, widest);
  };
  const shown: Bottleneck['shown'] = (code, [height, width]) => {
    const [depth, batch] = [channels.at(-1)!, code.shape[0]!];
    const spread = linear('spread', code, { units: depth * height * width });
    const grid = reshape(spread, [batch, depth, height, width]);
    if (!linearWay) return { grid };
    const image = [3, height * 2 ** channels.length, width * 2 ** channels.length];
    const base = linear(linearLayers.picture, code, { units: sizeOf(image) });
    return { grid, base: reshape(base, [batch, ...image]) };
  };
  return {
    learn(seen, { seed }) {
      const centre = mean(seen);
      const spread = logVariance(seen);
      const noise = multiply(normalNoise(seed(), [latent]), exp(multiply(spread, 0.5)));
      const divergence = reduceMean(divergences(centre, spread));
      return {
        shown: shown(add(centre, noise), seen.features.shape.slice(2) as [number, number]),
        penalty: divergence,
        metrics: { divergence },
      };
    },
    code: (seen) => ({ code: mean(seen), logVariance: logVariance(seen) }),
    shown,
  };
}

/** From the standard normal distribution, nats. @param mean, logVariance – `[B, Z]`. @returns `[B]`. */
export function divergences(mean: Tensor, logVariance: Tensor): Tensor {
  const terms = subtract(subtract(add(square(mean), exp(logVariance)), logVariance), 1);
  return multiply(reduceSum(terms, [1]), 0.5);
}
