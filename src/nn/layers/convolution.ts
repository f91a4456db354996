/** A convolution with a bias and without normalisation, for what ends a network or feeds a sum. */
import { constantInitialiser, type Initialiser, kaimingInitialiser } from '../graph/initialisers.js';
import type { Tensor } from '../graph/tensor.js';
import { addBias } from '../operators/convolution/add-bias.js';
import { conv2d } from '../operators/convolution/conv2d.js';

export interface ConvolutionLayerOptions {
  /** Channels of the output. */
  channels: number;
  /** Side of the square kernel; odd. */
  kernel: number;
  stride?: number | undefined;
  /** Of the weight `[channels, C, kernel, kernel]`; default Kaiming, for a ReLU behind it. */
  weight?: Initialiser | undefined;
  /** Of the bias `[channels]`, default 0; false leaves it out. */
  bias?: Initialiser | false | undefined;
}

/** @param x – `[B, C, H, W]`. @returns `[B, channels, H / stride, W / stride]`. Parameters `weight` and `bias`. */
export function convolution(
  name: string,
  x: Tensor,
  {
    channels,
    kernel,
    stride = 1,
    weight = kaimingInitialiser(),
    bias = constantInitialiser(0),
  }: ConvolutionLayerOptions,
): Tensor {
  const { graph } = x;
  return graph.scope(name, () => {
    const shape = [channels, x.shape[1]!, kernel, kernel];
    const y = conv2d(x, graph.parameter('weight', shape, weight), { stride, padding: (kernel - 1) / 2 });
    return bias === false ? y : addBias(y, graph.parameter('bias', [channels], bias));
  });
}
