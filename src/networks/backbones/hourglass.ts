/**
 * The stacked hourglass (Newell, Yang and Deng, ECCV 2016): a stem, then hourglasses that each look at the whole face
 * at every scale, each followed by its own landmark head; a later stack refines what an earlier one found.
 *
 * Ours differs where it costs nothing and trains faster: normalisation after each convolution rather than before, and
 * nearest-neighbour upsampling. B batch, C width, S input size, H = W heatmap size, K landmarks.
 */
import { kaimingInitialiser } from '../../nn/graph/initialisers.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { conv2d } from '../../nn/operators/convolution/conv2d.js';
import { maxPool2d } from '../../nn/operators/pooling/max-pool.js';
import { upsampleNearest2d } from '../../nn/operators/pooling/upsample-nearest.js';
import { type HeadEstimate, landmarkHead } from '../heads/landmark-head.js';
import { normalisedConvolution } from '../normalised-convolution.js';
import { type HourglassConfig, heatmapSize } from './hourglass-config.js';

/**
 * Builds the network into the graph of `image`.
 * @param image – `[B, 3, S, S]`, normalised RGB.
 * @param landmarks – K.
 * @returns one estimate for each stack; the last is the network's answer.
 */
export function stackedHourglass(image: Tensor, landmarks: number, config: HourglassConfig): HeadEstimate[] {
  heatmapSize(config);
  const estimates: HeadEstimate[] = [];
  let trunk = stem(image, config);
  for (let stack = 0; stack < config.stacks; stack++) {
    image.graph.scope(`stack${stack}`, () => {
      const seen = hourglass('hourglass', trunk, config, config.depth);
      const features = normalisedConvolution('features', seen, { channels: config.width, kernel: 1 });
      const estimate = landmarkHead(features, landmarks, config.inputSize);
      estimates.push(estimate);
      if (stack + 1 < config.stacks) {
        trunk = add(
          trunk,
          add(
            projection('fromFeatures', features, config.width),
            projection('fromHeatmaps', estimate.logits, config.width),
          ),
        );
      }
    });
  }
  return estimates;
}

/** Half the channels at half the resolution, where they are dearest. @returns `[B, C, H, W]`. */
function stem(image: Tensor, { width, bottleneck, stride }: HourglassConfig): Tensor {
  return image.graph.scope('stem', () => {
    const channels = Math.ceil(width / 2);
    const halved = normalisedConvolution('convolution', image, { channels, kernel: 7, stride: 2 });
    const pooled = stride === 4 ? maxPool2d(halved) : halved;
    const wide = normalisedConvolution('widen', pooled, { channels: width, kernel: 1 });
    return residualBlock('block', wide, width, bottleneck);
  });
}

/** One hourglass of `depth` levels, recursively. @param x – `[B, C, H, W]`. @returns the same shape. */
function hourglass(name: string, x: Tensor, config: HourglassConfig, depth: number): Tensor {
  return x.graph.scope(name, () => {
    const skip = residualBlocks('skip', x, config);
    const down = residualBlocks('down', maxPool2d(x), config);
    const inner =
      depth > 1 ? hourglass('inner', down, config, depth - 1) : residualBlocks('inner', down, config);
    return add(skip, upsampleNearest2d(residualBlocks('up', inner, config)));
  });
}

function residualBlocks(name: string, x: Tensor, { blocks, width, bottleneck }: HourglassConfig): Tensor {
  let y = x;
  for (let i = 0; i < blocks; i++) y = residualBlock(`${name}${i}`, y, width, bottleneck);
  return y;
}

/** A bottleneck block (He et al., CVPR 2016). @param x – `[B, width, H, W]`. @returns the same shape. */
function residualBlock(name: string, x: Tensor, width: number, bottleneck: number): Tensor {
  return x.graph.scope(name, () => {
    const narrow = normalisedConvolution('narrow', x, { channels: bottleneck, kernel: 1 });
    const spatial = normalisedConvolution('spatial', narrow, { channels: bottleneck, kernel: 3 });
    return add(x, normalisedConvolution('widen', spatial, { channels: width, kernel: 1, activation: false }));
  });
}

/** A 1×1 convolution back into the trunk of the next stack. */
function projection(name: string, x: Tensor, width: number): Tensor {
  return x.graph.scope(name, () => {
    const weight = x.graph.parameter('weight', [width, x.shape[1]!, 1, 1], kaimingInitialiser('in', 1));
    return conv2d(x, weight, {});
  });
}
