/** A bottleneck block (He et al., "Deep Residual Learning for Image Recognition", CVPR 2016). */
import type { Tensor } from '../graph/tensor.js';
import { add } from '../operators/arithmetic/add.js';
import { normalisedConvolution } from './normalised-convolution.js';

/**
 * @param x – `[B, C, H, W]`. @param bottleneck – channels of its 3×3 convolution.
 * @returns the same shape.
 */
export function residualBlock(name: string, x: Tensor, bottleneck: number): Tensor {
  return x.graph.scope(name, () => {
    const narrow = normalisedConvolution('narrow', x, { channels: bottleneck, kernel: 1 });
    const spatial = normalisedConvolution('spatial', narrow, { channels: bottleneck, kernel: 3 });
    const widened = { channels: x.shape[1]!, kernel: 1, activation: false };
    return add(x, normalisedConvolution('widen', spatial, widened));
  });
}
