/**
 * Two-dimensional transposed convolution without bias (Zeiler et al., CVPR 2010), also called deconvolution: what a
 * convolution of the same weight does to gradients. So each of the two is the other's gradient.
 */
import type { Tensor } from '../../graph/tensor.js';
import { requireFloat, requireShapes } from '../check.js';
import {
  type ConvolutionOptions,
  checkConvolutionOptions,
  convolutionAttributes,
  convolutionSizes,
} from './convolution-shape.js';
import { convolutionWeightGradient } from './convolution-weight-gradient.js';

export interface TransposedConvolutionOptions extends ConvolutionOptions {
  /** Rows and columns added at the far edges, fewer than the stride; default 0. */
  outputPadding?: number;
}

/**
 * @param x – `[B, C, H, W]`.
 * @param weight – `[C, K / groups, kernelHeight, kernelWidth]`.
 * @returns `[B, K, H', W']`, H' = stride·(H − 1) − 2·padding + dilation·(kernelHeight − 1) + 1 + outputPadding.
 */
export function transposedConv2d(
  x: Tensor,
  weight: Tensor,
  options: TransposedConvolutionOptions = {},
): Tensor {
  const { stride = 1, padding = 0, dilation = 1, groups = 1, outputPadding = 0 } = options;
  requireFloat('transposedConv2d', x, weight);
  checkConvolutionOptions('transposedConv2d', options);
  requireShapes(
    'transposedConv2d',
    x.shape.length === 4 &&
      weight.shape.length === 4 &&
      weight.shape[0] === x.shape[1] &&
      weight.shape[0]! % groups === 0,
    `x must be [B, C, H, W] and the weight [C, K / groups, kernel height, kernel width], C divisible by the ${groups} group(s)`,
    x,
    weight,
  );
  requireShapes(
    'transposedConv2d',
    Number.isInteger(outputPadding) && outputPadding >= 0 && outputPadding < stride,
    `the output padding ${outputPadding} must be less than the stride ${stride}`,
    x,
    weight,
  );
  const [batch, , height, width] = x.shape as [number, number, number, number];
  const [, groupFilters, kernelHeight, kernelWidth] = weight.shape as [number, number, number, number];
  const outSize = (size: number, kernel: number): number =>
    stride * (size - 1) - 2 * padding + dilation * (kernel - 1) + 1 + outputPadding;
  const shape = [batch, groupFilters * groups, outSize(height, kernelHeight), outSize(width, kernelWidth)];
  requireShapes(
    'transposedConv2d',
    shape[2]! >= 1 && shape[3]! >= 1,
    `the padding of ${padding} must leave something`,
    x,
    weight,
  );
  const graph = x.graph;
  const convolution = convolutionSizes({ ...x, shape }, weight, { stride, padding, dilation, groups });
  const attributes = convolutionAttributes(convolution);
  const y = graph.emit(
    'ConvTranspose',
    [x, weight],
    { ...attributes, output_padding: [outputPadding, outputPadding] },
    shape,
  );
  graph.record({
    inputs: [x, weight],
    outputs: [y],
    rule: ([dy], wanted) => [
      wanted[0] ? graph.emit('Conv', [dy!, weight], attributes, x.shape) : undefined,
      wanted[1] ? convolutionWeightGradient(dy!, x, convolution) : undefined,
    ],
  });
  return y;
}
