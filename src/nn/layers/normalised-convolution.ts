/** A convolution, batch normalisation (Ioffe and Szegedy, ICML 2015) and, unless switched off, a ReLU. */
import { constantInitialiser, kaimingInitialiser } from '../graph/initialisers.js';
import type { Tensor } from '../graph/tensor.js';
import { relu } from '../operators/activations/relu.js';
import { conv2d } from '../operators/convolution/conv2d.js';
import { batchNorm } from '../operators/normalisation/batch-norm.js';

/** True for the name of a running mean or variance of a {@link normalisedConvolution}. */
export function isRunningStatistic(name: string): boolean {
  return name.endsWith('.mean') || name.endsWith('.variance');
}

export interface NormalisedConvolutionOptions {
  /** Channels of the output. */
  channels: number;
  /** Side of the square kernel; odd. */
  kernel: number;
  stride?: number;
  /** False leaves out the ReLU. */
  activation?: boolean;
}

/** @param x – `[B, C, H, W]`. @returns `[B, channels, H / stride, W / stride]`. */
export function normalisedConvolution(
  name: string,
  x: Tensor,
  { channels, kernel, stride = 1, activation = true }: NormalisedConvolutionOptions,
): Tensor {
  const { graph } = x;
  return graph.scope(name, () => {
    const weight = graph.parameter('weight', [channels, x.shape[1]!, kernel, kernel], kaimingInitialiser());
    const normalised = batchNorm(conv2d(x, weight, { stride, padding: (kernel - 1) / 2 }), {
      gamma: graph.parameter('gamma', [channels], constantInitialiser(1)),
      beta: graph.parameter('beta', [channels], constantInitialiser(0)),
      mean: graph.statistic('mean', [channels], 0),
      variance: graph.statistic('variance', [channels], 1),
    });
    return activation ? relu(normalised) : normalised;
  });
}
