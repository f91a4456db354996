/**
 * A domain discriminator on feature maps: three convolutions that halve the resolution, then a score for each cell of
 * the last map, as in PatchGAN (Isola et al., CVPR 2017). No batch normalisation: with statistics of each domain's own
 * batch it would take away what is to be told apart. B batch, C channels, H = W cells.
 */
import { constantInitialiser, kaimingInitialiser, normalInitialiser } from '../nn/graph/initialisers.js';
import type { Tensor } from '../nn/graph/tensor.js';
import { leakyRelu } from '../nn/operators/activations/leaky-relu.js';
import { addBias } from '../nn/operators/convolution/add-bias.js';
import { conv2d } from '../nn/operators/convolution/conv2d.js';

const channels = [64, 64, 64] as const;
const slope = 0.2;

/** @param features – `[B, C, H, W]`. @returns logits `[B, 1, H / 8, W / 8]`, above 0 for the first domain. */
export function discriminator(name: string, features: Tensor): Tensor {
  const { graph } = features;
  return graph.scope(name, () => {
    const seen = channels.reduce(
      (x, count, level) =>
        graph.scope(`level${level}`, () => leakyRelu(convolution(x, count, 3, kaimingInitialiser()), slope)),
      features,
    );
    return graph.scope('score', () => convolution(seen, 1, 1, normalInitialiser(0.02)));
  });
}

function convolution(
  x: Tensor,
  count: number,
  kernel: 1 | 3,
  initialiser: ReturnType<typeof normalInitialiser>,
): Tensor {
  const { graph } = x;
  const weight = graph.parameter('weight', [count, x.shape[1]!, kernel, kernel], initialiser);
  const options = kernel === 3 ? { stride: 2, padding: 1 } : {};
  return addBias(conv2d(x, weight, options), graph.parameter('bias', [count], constantInitialiser(0)));
}
