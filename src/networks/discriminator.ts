/**
 * A domain discriminator on feature maps: three convolutions that halve the resolution, then a score for each cell of
 * the last map, as in PatchGAN (Isola et al., CVPR 2017). No batch normalisation: with statistics of each domain's own
 * batch it would take away what is to be told apart. B batch, C channels, H = W cells.
 */
import { normalInitialiser } from '../nn/graph/initialisers.js';
import type { Tensor } from '../nn/graph/tensor.js';
import { convolution } from '../nn/layers/convolution.js';
import { leakyRelu } from '../nn/operators/activations/leaky-relu.js';

const channels = [64, 64, 64] as const;
const slope = 0.2;

/** @param features – `[B, C, H, W]`. @returns logits `[B, 1, H / 8, W / 8]`, above 0 for the first domain. */
export function discriminator(name: string, features: Tensor): Tensor {
  return features.graph.scope(name, () => {
    let seen = features;
    for (const [level, count] of channels.entries())
      seen = leakyRelu(convolution(`level${level}`, seen, { channels: count, kernel: 3, stride: 2 }), slope);
    return convolution('score', seen, { channels: 1, kernel: 1, weight: normalInitialiser(0.02) });
  });
}
