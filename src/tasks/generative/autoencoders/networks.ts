/**
 * Encoder and decoder that all autoencoders share: strided convolutions down to a grid, residual blocks there, and back up
 * by convolutions whose channels are laid out as pixels (Shi et al., "Real-Time Single Image and Video Super-Resolution
 * Using an Efficient Sub-Pixel Convolutional Neural Network", CVPR 2016). The last halving is made up for at once, on three
 * channels: full-size layers would be most of the work. B batch, C channels, h, w the grid.
 */
import { kaimingInitialiser } from '../../../nn/graph/initialisers.js';
import type { Tensor } from '../../../nn/graph/tensor.js';
import { convolution } from '../../../nn/layers/convolution.js';
import { normalisedConvolution } from '../../../nn/layers/normalised-convolution.js';
import { residualBlock } from '../../../nn/layers/residual-block.js';
import { relu } from '../../../nn/operators/activations/relu.js';
import { add } from '../../../nn/operators/arithmetic/add.js';
import { reshape } from '../../../nn/operators/shapes/reshape.js';
import { transpose } from '../../../nn/operators/shapes/transpose.js';
import { type AutoencoderModel, readsPictureAlone } from './architecture.js';
import type { Seen, Shown } from './bottlenecks/bottleneck.js';

type Sizes = Pick<AutoencoderModel, 'channels' | 'blocks'>;

/** How large what is added to a linear path is at the beginning, of what it would be alone. */
export const faint = 0.01;

/** @param image – `[B, 3, S, S]`. @returns its features, C the last of the channels; where none are read, the picture in their place. */
export function encoder(image: Tensor, model: AutoencoderModel): Seen {
  if (readsPictureAlone(model)) return { features: image, image };
  const { channels, blocks } = model;
  const features = image.graph.scope('encoder', () => {
    let x = image;
    for (const [i, count] of channels.entries())
      x = normalisedConvolution(`down${i}`, x, { channels: count, kernel: 3, stride: 2 });
    return residuals(x, blocks);
  });
  return { features, image };
}

/** @returns `[B, 3, S, S]`, about −1 to 1. */
export function decoder({ grid, base }: Shown, { channels, blocks }: Sizes): Tensor {
  return grid.graph.scope('decoder', () => {
    let x = normalisedConvolution('in', grid, { channels: channels.at(-1)!, kernel: 3 });
    x = residuals(x, blocks);
    for (const [i, count] of channels.slice(0, -1).reverse().entries())
      x = relu(
        pixelShuffle(
          normalisedConvolution(`up${i}`, x, { channels: 4 * count, kernel: 3, activation: false }),
        ),
      );
    const weight = kaimingInitialiser('in', base === undefined ? 1 : faint);
    const drawn = pixelShuffle(convolution('out', x, { channels: 4 * 3, kernel: 3, weight }));
    return base === undefined ? drawn : add(base, drawn);
  });
}

function residuals(x: Tensor, blocks: number): Tensor {
  let y = x;
  for (let block = 0; block < blocks; block++)
    y = relu(residualBlock(`block${block}`, y, Math.max(1, x.shape[1]! / 2)));
  return y;
}

/** @param x – `[B, 4·C, h, w]`. @returns `[B, C, 2·h, 2·w]`. */
export function pixelShuffle(x: Tensor): Tensor {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const apart = reshape(x, [batch, channels / 4, 2, 2, height, width]);
  return reshape(transpose(apart, [0, 1, 4, 2, 5, 3]), [batch, channels / 4, 2 * height, 2 * width]);
}

/** The other way round: each square of pixels as channels. @param x – `[B, C, h·n, w·n]`. @returns `[B, C·n², h, w]`. */
export function pixelsToChannels(x: Tensor, n: number): Tensor {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const apart = reshape(x, [batch, channels, height / n, n, width / n, n]);
  return reshape(transpose(apart, [0, 1, 3, 5, 2, 4]), [batch, channels * n * n, height / n, width / n]);
}
