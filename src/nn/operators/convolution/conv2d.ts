/** Two-dimensional convolution (cross-correlation, as everywhere in the field) without bias: see addBias. */
import { scaleAndValue } from '../../graph/gradient-tape.js';
import type { Cotangent, Tensor } from '../../graph/tensor.js';
import { multiply } from '../arithmetic/multiply.js';
import { reshape } from '../shapes/reshape.js';
import { convolutionInputGradient } from './convolution-input-gradient.js';
import { type ConvolutionOptions, convolutionAttributes, convolutionSizes } from './convolution-shape.js';
import { convolutionWeightGradient } from './convolution-weight-gradient.js';

/**
 * @param x – `[B, C, H, W]`.
 * @param weight – `[K, C / groups, kernelHeight, kernelWidth]`.
 * @returns `[B, K, H', W']`, H' = ⌊(H + 2·padding − dilation·(kernelHeight − 1) − 1) / stride⌋ + 1.
 */
export function conv2d(x: Tensor, weight: Tensor, options: ConvolutionOptions = {}): Tensor {
  const sizes = convolutionSizes(x, weight, options);
  const { batch, filters, outHeight, outWidth } = sizes;
  const y = x.graph.emit('Conv', [x, weight], convolutionAttributes(sizes), [
    batch,
    filters,
    outHeight,
    outWidth,
  ]);
  x.graph.record({
    inputs: [x, weight],
    outputs: [y],
    takesScale: true,
    rule: ([cotangent], wanted) => {
      const { value, channelScale } = scaleAndValue(cotangent as Cotangent);
      const factor = channelScale && reshape(channelScale, [filters, 1, 1, 1]);
      const scaled = (tensor: Tensor): Tensor => (factor ? multiply(tensor, factor) : tensor);
      return [
        wanted[0] ? convolutionInputGradient(value, scaled(weight), sizes) : undefined,
        wanted[1] ? scaled(convolutionWeightGradient(x, value, sizes)) : undefined,
      ];
    },
  });
  return y;
}
