/**
 * The finder's network: strided convolutions and bottleneck blocks down to a stride of 32, a way back up that adds what the
 * finer levels saw (Lin et al., "Feature Pyramid Networks", CVPR 2017), and at strides 8, 16 and 32 a map of faces.
 *
 * Plain 3×3 convolutions of few channels, not depthwise ones: with the runtime's blocked kernels they are about as fast, and
 * their gradients are several times faster to train. Nothing in it depends on the picture's size.
 *
 * B batch; H, W the picture's size, multiples of 32.
 */
import { givenInitialiser, normalInitialiser } from '../../nn/graph/initialisers.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { convolution } from '../../nn/layers/convolution.js';
import { normalisedConvolution } from '../../nn/layers/normalised-convolution.js';
import { residualBlock } from '../../nn/layers/residual-block.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { upsampleNearest2d } from '../../nn/operators/pooling/upsample-nearest.js';
import { finderChannels, finderStrides, mapName } from './finder-map.js';
import type { FinderArchitecture } from './finder-metadata.js';

/** Before training a cell holds a face with a probability of about a hundredth: the many empty cells must not shout. */
const firstLogit = -4.6;

/**
 * @param image – `[B, 3, H, W]`, normalised RGB.
 * @returns by name the maps `[B, 7, H / s, W / s]`, see `finder-map.ts`.
 */
export function buildFinder(image: Tensor, { channels, blocks }: FinderArchitecture): Record<string, Tensor> {
  const { graph } = image;
  let features = image;
  const levels: Tensor[] = [];
  for (const [level, count] of channels.entries())
    features = graph.scope(`level${level}`, () => {
      let y = normalisedConvolution('down', features, { channels: count, kernel: 3, stride: 2 });
      for (let block = 0; block < (blocks[level - 2] ?? 0); block++)
        y = residualBlock(`block${block}`, y, count / 2);
      if (level >= 2) levels.push(y);
      return y;
    });
  const maps: Record<string, Tensor> = {};
  let above: Tensor | undefined;
  for (let index = levels.length - 1; index >= 0; index--) {
    const own = levels[index]!;
    const count = own.shape[1]!;
    const merged: Tensor = graph.scope(`merge${index}`, () => {
      if (above === undefined) return own;
      const lifted = normalisedConvolution('lift', above, { channels: count, kernel: 1, activation: false });
      return add(own, upsampleNearest2d(lifted));
    });
    above = graph.scope(`merge${index}`, () => residualBlock('block', merged, count / 2));
    const stride = finderStrides[index]!;
    maps[mapName(stride)] = graph.scope(`faces${index}`, () => mapOf(above!));
  }
  return maps;
}

function mapOf(features: Tensor): Tensor {
  const seen = normalisedConvolution('see', features, { channels: features.shape[1]!, kernel: 1 });
  const bias = [firstLogit, ...Array<number>(finderChannels - 1).fill(0)];
  return convolution('say', seen, {
    channels: finderChannels,
    kernel: 1,
    weight: normalInitialiser(0.02),
    bias: givenInitialiser(bias),
  });
}
