/**
 * The bottleneck of DALL·E's discrete autoencoder (Ramesh et al., "Zero-Shot Text-to-Image Generation", ICML 2021): the encoder
 * gives each place of the grid a score for each of K codes; the decoder gets a mixture of codes, drawn by the Gumbel softmax
 * (Jang et al., ICLR 2017; Maddison et al., ICLR 2017), which grows harder as the temperature falls. The penalty is the
 * divergence of each place from codes that are equally probable. Codes that are used are drawn more often and learn faster, until a few
 * are left; two things hold against that: scores begin large enough to tell places apart through the noise, and a batch pays for the
 * divergence of its mean from codes that are equally frequent. N places, K codes, D their length.
 */
import { kaimingInitialiser, normalInitialiser } from '../../../../nn/graph/initialisers.js';
import type { Tensor } from '../../../../nn/graph/tensor.js';
import { convolution } from '../../../../nn/layers/convolution.js';
import { logSoftmax } from '../../../../nn/operators/activations/log-softmax.js';
import { softmax } from '../../../../nn/operators/activations/softmax.js';
import { add } from '../../../../nn/operators/arithmetic/add.js';
import { divide } from '../../../../nn/operators/arithmetic/divide.js';
import { exp } from '../../../../nn/operators/arithmetic/exp.js';
import { log } from '../../../../nn/operators/arithmetic/log.js';
import { multiply } from '../../../../nn/operators/arithmetic/multiply.js';
import { negate } from '../../../../nn/operators/arithmetic/negate.js';
import { maximum } from '../../../../nn/operators/comparisons/maximum.js';
import { embedding } from '../../../../nn/operators/indexing/embedding.js';
import { uniformNoise } from '../../../../nn/operators/normalisation/random-noise.js';
import { matmul } from '../../../../nn/operators/products/matmul.js';
import { reduceMean } from '../../../../nn/operators/reductions/reduce-mean.js';
import { reduceSum } from '../../../../nn/operators/reductions/reduce-sum.js';
import { reshape } from '../../../../nn/operators/shapes/reshape.js';
import type { GumbelModel } from '../architecture.js';
import type { Bottleneck } from './bottleneck.js';
import { asTokens, largest, toGrid, toRows } from './token-rows.js';

/** Of the first scores: the noise has a deviation of 1.28, and of a thousand codes its largest is about 7. */
const firstDeviation = 4;

/** Of a code that is never probable, so that its logarithm is a number. */
const leastShare = 1e-9;

export function gumbel({ codes, codeLength, uniformity, balance }: GumbelModel): Bottleneck {
  const scores = (features: Tensor): Tensor =>
    toRows(
      convolution('scores', features, {
        channels: codes,
        kernel: 1,
        weight: kaimingInitialiser('in', firstDeviation),
      }),
    );
  let known: Tensor | undefined;
  const table = ({ graph }: Tensor): Tensor => {
    known ??= graph.parameter('codes', [codes, codeLength], normalInitialiser(1));
    return known;
  };
  return {
    learn({ features }, { seed, temperature }) {
      const logits = scores(features);
      const size = features.shape.slice(2) as [number, number];
      const [batch, places] = [features.shape[0]!, size[0] * size[1]];
      const noise = reshape(gumbelNoise(seed(), [places, codes]), logits.shape);
      const softness = reshape(temperature(), [batch, 1, 1]);
      const noisy = reshape(add(logits, noise), [batch, places, codes]);
      const drawn = reshape(softmax(divide(noisy, softness), 2), logits.shape);
      const likely = logSoftmax(logits, 1);
      const shares = exp(likely);
      // Σ p · log(p · K)
      const divergence = reduceMean(reduceSum(multiply(shares, add(likely, Math.log(codes))), [1]));
      const unevenness = unevennessOf(shares);
      return {
        shown: { grid: toGrid(matmul(drawn, table(features)), size) },
        penalty: add(multiply(divergence, uniformity), multiply(unevenness, balance)),
        metrics: { divergence, unevenness },
      };
    },
    code: ({ features }) => ({ code: asTokens(largest(scores(features)), features.shape[0]!) }),
    shown: (code, size) => ({ grid: toGrid(embedding(table(code), reshape(code, [-1])), size) }),
  };
}

/** Σ m · log(m · K) of the mean m of rows' shares, `[N, K]`: 0 where codes are equally frequent, log K where there is one. */
export function unevennessOf(shares: Tensor): Tensor {
  const mean = reduceMean(shares, [0]);
  return reduceSum(multiply(mean, add(log(maximum(mean, leastShare)), Math.log(shares.shape[1]!))));
}

/** −log(−log u), whose largest among scores is a draw from their softmax. */
function gumbelNoise(seed: Tensor, shape: readonly number[]): Tensor {
  // u = 0 has no logarithm, and u is at most 1 − 2⁻²⁴.
  const u = maximum(uniformNoise(seed, shape), 2 ** -25);
  return negate(log(negate(log(u))));
}
