/**
 * The residual branch of label transfer: a U-Net of three levels (Ronneberger, Fischer and Brox, MICCAI 2015) that sees
 * where all K landmarks lie and moves the mass of the M transferred heatmaps accordingly.
 *
 * It sees heatmaps after the softmax: before it, a sum of many of them is one broad bowl that has lost every place. They
 * are reduced to few channels first, since 490 of them at 32 × 32 cells would cost more than the detector before them.
 * B batch, H = W cells, divisible by 4; C channels.
 */
import { constantInitialiser } from '../../nn/graph/initialisers.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { convolution } from '../../nn/layers/convolution.js';
import { normalisedConvolution } from '../../nn/layers/normalised-convolution.js';
import { softmax } from '../../nn/operators/activations/softmax.js';
import { multiply } from '../../nn/operators/arithmetic/multiply.js';
import { maxPool2d } from '../../nn/operators/pooling/max-pool.js';
import { upsampleNearest2d } from '../../nn/operators/pooling/upsample-nearest.js';
import { concat } from '../../nn/operators/shapes/concat.js';
import { reshape } from '../../nn/operators/shapes/reshape.js';

/**
 * @param logits – `[B, K, H, W]`, before the softmax. @param outputs – M. @param channels – C of the highest level;
 * the lower ones have 3/2 and twice as many.
 * @returns `[B, M, H, W]`, 0 at the beginning of training.
 */
export function transferUnet(logits: Tensor, outputs: number, channels: number): Tensor {
  return logits.graph.scope('unet', () => {
    const middle = (3 * channels) / 2;
    const reduced = normalisedConvolution('reduce', relativeHeatmaps(logits), { channels, kernel: 1 });
    const high = spatial('high', reduced, channels);
    const half = spatial('middle', maxPool2d(high), middle);
    const quarter = spatial('low', maxPool2d(half), 2 * channels);
    const up = spatial('upMiddle', concat([half, upsampleNearest2d(quarter)], 1), middle);
    const features = spatial('upHigh', concat([high, upsampleNearest2d(up)], 1), channels);
    return convolution('correction', features, {
      channels: outputs,
      kernel: 1,
      weight: constantInitialiser(0),
    });
  });
}

/** The softmax of each heatmap as a multiple of a flat one, so that a whole map has mean 1. @returns as `logits`. */
function relativeHeatmaps(logits: Tensor): Tensor {
  const [batch, landmarks, height, width] = logits.shape as readonly [number, number, number, number];
  const cells = height * width;
  const heatmaps = softmax(reshape(logits, [batch * landmarks, cells]), 1);
  return multiply(reshape(heatmaps, logits.shape), cells);
}

function spatial(name: string, x: Tensor, channels: number): Tensor {
  return normalisedConvolution(name, x, { channels, kernel: 3 });
}
