/**
 * A wide look at the whole face, for backbones whose trunk is narrow. Where a point lies that nobody sees, and how a head is
 * turned, is said by the face as a whole, which few cells describe: so the branch grows wider as it goes down, where channels
 * cost least (256 of them nearly half of what two hourglasses of width 96 cost), and what it finds at the bottom goes up again
 * (after feature pyramids, Lin et al., CVPR 2017). It is added to the trunk by weights that begin with 0: a network that was
 * trained without it goes on from where it was.
 *
 * B batch, C channels, H = W side of the trunk.
 */
import { constantInitialiser, kaimingInitialiser } from '../../nn/graph/initialisers.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { convolution } from '../../nn/layers/convolution.js';
import { normalisedConvolution } from '../../nn/layers/normalised-convolution.js';
import { residualBlock } from '../../nn/layers/residual-block.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { maxPool2d } from '../../nn/operators/pooling/max-pool.js';
import { upsampleNearest2d } from '../../nn/operators/pooling/upsample-nearest.js';

/** Maps at a half, a quarter and an eighth of the trunk's side, in this order. */
export type Context = readonly Tensor[];

/** By level, from the half side on: channels as a share of the widest, and residual blocks. */
const levels = [
  { share: 1 / 2, blocks: 2 },
  { share: 3 / 4, blocks: 2 },
  { share: 1, blocks: 3 },
] as const;

export const contextLevels: number = levels.length;

/** Scope of the branch, beside those of the trunk. */
export const contextScope = 'context';

/** @param trunk – `[B, C, H, W]`. @param widest – channels at an eighth of its side. */
export function contextOf(trunk: Tensor, widest: number): Context {
  return trunk.graph.scope(contextScope, () => {
    const maps: Tensor[] = [];
    let x = trunk;
    for (const [level, { share, blocks }] of levels.entries()) {
      const channels = Math.round(share * widest);
      x = normalisedConvolution(`widen${level}`, maxPool2d(x), { channels, kernel: 3 });
      for (let i = 0; i < blocks; i++) x = residualBlock(`level${level}block${i}`, x, channels >> 1);
      maps.push(x);
    }
    for (let level = maps.length - 2; level >= 0; level--) {
      const channels = maps[level]!.shape[1]!;
      const below = convolution(`up${level}`, maps[level + 1]!, {
        channels,
        kernel: 1,
        weight: kaimingInitialiser('in', 1),
        bias: false,
      });
      maps[level] = add(maps[level]!, upsampleNearest2d(below));
    }
    return maps;
  });
}

/** @param x – `[B, C, h, w]`. @param context – of the same side. @returns the shape of x. */
export function withContext(x: Tensor, context: Tensor): Tensor {
  const channels = x.shape[1]!;
  const weight = constantInitialiser(0);
  return add(x, convolution('fromContext', context, { channels, kernel: 1, weight, bias: false }));
}
