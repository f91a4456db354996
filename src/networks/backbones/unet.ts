/**
 * A small residual encoder–decoder after U-Net (Ronneberger, Fischer and Brox, MICCAI 2015): strided convolutions down
 * to a coarse map of many channels, and back up to a quarter of the input's side, where what each level saw on the way
 * down is added. Cheaper than an hourglass of the same width: nothing is computed at full width above a quarter of the
 * side, and there is one path up instead of blocks at every crossing.
 *
 * B batch, S input size, C width, level l has S / (4 · 2^l) cells along a side and about C · growth^l channels.
 */

import { oneOf, whole } from '../../core/settings/value-kinds.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { normalisedConvolution } from '../../nn/layers/normalised-convolution.js';
import { residualBlock } from '../../nn/layers/residual-block.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { upsampleNearest2d } from '../../nn/operators/pooling/upsample-nearest.js';
import { type Backbone, defineBackbone, halvings } from '../backbone.js';

/** Input pixels for each cell of the features. */
const stride = 4;

export const unet: Backbone = defineBackbone({
  name: 'unet',
  keys: {
    /** Side of the square input crop, pixels. */
    inputSize: oneOf([64, 96, 128, 160, 192, 256, 320]).default(128),
    /** Times that the features are halved below a quarter of the input's side. */
    depth: whole(1, 5).default(3),
    /** Channels at a quarter of the input's side. */
    width: whole(4, 256).default(32),
    /** Channels of each level as a multiple of those of the level above. */
    growth: oneOf([1, 1.25, 1.5, 2]).default(1.5),
    /** Residual blocks of each level on the way down. */
    blocks: whole(1, 4).default(1),
  },
  check({ inputSize, depth }) {
    const side = inputSize / stride;
    if (side % 2 ** depth === 0) return undefined;
    return {
      what: `model.depth is ${depth}; features of ${side} × ${side} cells can be halved ${halvings(side)} times at most`,
      hint: `set model.depth to ${halvings(side)} or less`,
    };
  },
  featureSide: ({ inputSize }) => inputSize / stride,
  build(image, { depth, width, growth, blocks }, read) {
    const channels = Array.from({ length: depth + 1 }, (_, level) => rounded(width * growth ** level));
    const halved = normalisedConvolution('stem', image, {
      channels: rounded(width / 2),
      kernel: 3,
      stride: 2,
    });
    const seen: Tensor[] = [];
    for (const [level, count] of channels.entries())
      seen.push(encoderLevel(`encoder${level}`, seen.at(-1) ?? halved, count, blocks));
    let features = seen[depth]!;
    for (let level = depth - 1; level >= 0; level--)
      features = decoderLevel(`decoder${level}`, features, seen[level]!);
    read(features);
  },
});

/** Blocked convolutions want channels by the four. */
function rounded(channels: number): number {
  return Math.max(4, 4 * Math.round(channels / 4));
}

/** @param x – `[B, C, 2·H, 2·W]`. @returns `[B, channels, H, W]`. */
function encoderLevel(name: string, x: Tensor, channels: number, blocks: number): Tensor {
  return x.graph.scope(name, () => {
    let y = normalisedConvolution('down', x, { channels, kernel: 3, stride: 2 });
    for (let block = 0; block < blocks; block++) y = residualBlock(`block${block}`, y, channels / 2);
    return y;
  });
}

/** @param below – `[B, D, H, W]`. @param beside – `[B, C, 2·H, 2·W]`. @returns as `beside`. */
function decoderLevel(name: string, below: Tensor, beside: Tensor): Tensor {
  const channels = beside.shape[1]!;
  return beside.graph.scope(name, () => {
    const lifted = normalisedConvolution('lift', below, { channels, kernel: 1, activation: false });
    return normalisedConvolution('merge', add(beside, upsampleNearest2d(lifted)), { channels, kernel: 3 });
  });
}
