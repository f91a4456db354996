/**
 * The stacked hourglass (Newell, Yang and Deng, ECCV 2016): a stem, then hourglasses that each look at the whole face
 * at every scale, each followed by its own head; a later stack refines what an earlier one found.
 *
 * Ours differs where it costs nothing and trains faster: normalisation after each convolution rather than before, and
 * nearest-neighbour upsampling. Where `context` is asked for, a wider branch (`context.ts`) tells the lower levels of every
 * hourglass what the face is as a whole. B batch, C width, S input size, H = W heatmap size.
 */

import { oneOf, whole } from '../../core/settings/value-kinds.js';
import { kaimingInitialiser } from '../../nn/graph/initialisers.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { convolution } from '../../nn/layers/convolution.js';
import { normalisedConvolution } from '../../nn/layers/normalised-convolution.js';
import { residualBlock } from '../../nn/layers/residual-block.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { maxPool2d } from '../../nn/operators/pooling/max-pool.js';
import { upsampleNearest2d } from '../../nn/operators/pooling/upsample-nearest.js';
import { type Backbone, defineBackbone, halvings } from '../backbone.js';
import { type Context, contextLevels, contextOf, withContext } from './context.js';

export const hourglass: Backbone = defineBackbone({
  name: 'hourglass',
  keys: {
    /** Side of the square input crop, pixels. */
    inputSize: oneOf([64, 96, 128, 192, 256]).default(128),
    /** Input pixels for each heatmap cell: 4, or 2 for heatmaps of twice the side at four times the cost. */
    stride: oneOf([2, 4]).default(4),
    /** Hourglasses one after the other, each supervised. */
    stacks: whole(1, 8).default(1),
    /** Times that an hourglass halves its resolution. */
    depth: whole(1, 6).default(4),
    /** Channels of the trunk. */
    width: whole(4, 512).default(64),
    /** Channels inside a residual block. */
    bottleneck: whole(2, 512).default(32),
    /** Residual blocks at each place of an hourglass. */
    blocks: whole(1, 4).default(1),
    /** Channels of the context at an eighth of the heatmaps' side, fewer above; no context where it is left out. */
    context: whole(8, 1024).optional(),
  },
  check(settings) {
    const side = featureSide(settings);
    if (side % 2 ** settings.depth !== 0)
      return {
        what: `model.depth is ${settings.depth}; a heatmap of ${side} × ${side} cells can be halved ${halvings(side)} times at most`,
        hint: `set model.depth to ${halvings(side)} or less`,
      };
    if (settings.context === undefined || settings.depth >= contextLevels) return undefined;
    return {
      what: `model.depth is ${settings.depth}; a context speaks to the first ${contextLevels} levels of an hourglass`,
      hint: `set model.depth to ${contextLevels} or more, or leave out model.context`,
    };
  },
  featureSide,
  build(image, settings, read) {
    const { stacks, depth, width } = settings;
    let trunk = stem(image, settings);
    const context = settings.context === undefined ? [] : contextOf(trunk, settings.context);
    for (let stack = 0; stack < stacks; stack++)
      image.graph.scope(`stack${stack}`, () => {
        const seen = lookAtEveryScale('hourglass', trunk, settings, depth, context);
        const features = normalisedConvolution('features', seen, { channels: width, kernel: 1 });
        const maps = read(features);
        if (stack + 1 < stacks) {
          trunk = add(
            trunk,
            add(projection('fromFeatures', features, width), projection('fromHeatmaps', maps, width)),
          );
        }
      });
  },
});

interface Settings {
  readonly inputSize: number;
  readonly stride: number;
  readonly width: number;
  readonly bottleneck: number;
  readonly blocks: number;
}

function featureSide({ inputSize, stride }: Pick<Settings, 'inputSize' | 'stride'>): number {
  return inputSize / stride;
}

/** Half the channels at half the resolution, where they cost most. @returns `[B, C, H, W]`. */
function stem(image: Tensor, { width, bottleneck, stride }: Settings): Tensor {
  return image.graph.scope('stem', () => {
    const channels = Math.ceil(width / 2);
    const halved = normalisedConvolution('convolution', image, { channels, kernel: 7, stride: 2 });
    const pooled = stride === 4 ? maxPool2d(halved) : halved;
    const wide = normalisedConvolution('widen', pooled, { channels: width, kernel: 1 });
    return residualBlock('block', wide, bottleneck);
  });
}

/**
 * One hourglass of `depth` levels, recursively.
 * @param x – `[B, C, H, W]`. @param context – for the level below and those further down. @returns the shape of x.
 */
function lookAtEveryScale(
  name: string,
  x: Tensor,
  settings: Settings,
  depth: number,
  [context, ...further]: Context,
): Tensor {
  return x.graph.scope(name, () => {
    const skip = residualBlocks('skip', x, settings);
    const own = residualBlocks('down', maxPool2d(x), settings);
    const down = context === undefined ? own : withContext(own, context);
    const inner =
      depth > 1
        ? lookAtEveryScale('inner', down, settings, depth - 1, further)
        : residualBlocks('inner', down, settings);
    return add(skip, upsampleNearest2d(residualBlocks('up', inner, settings)));
  });
}

function residualBlocks(name: string, x: Tensor, { blocks, bottleneck }: Settings): Tensor {
  let y = x;
  for (let i = 0; i < blocks; i++) y = residualBlock(`${name}${i}`, y, bottleneck);
  return y;
}

/** A 1×1 convolution back into the trunk of the next stack. */
function projection(name: string, x: Tensor, width: number): Tensor {
  const weight = kaimingInitialiser('in', 1);
  return convolution(name, x, { channels: width, kernel: 1, weight, bias: false });
}
