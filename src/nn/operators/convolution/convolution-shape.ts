/** Options and sizes of two-dimensional convolutions. */
import type { Tensor } from '../../graph/tensor.js';
import type { Attributes } from '../../onnx/model.js';
import { requireFloat, requireShapes, requireWhole } from '../check.js';

export interface ConvolutionOptions {
  /** Default 1. */
  stride?: number;
  /** Zeros added on each side; default 0. */
  padding?: number;
  /** Distance of the kernel's taps; default 1. */
  dilation?: number;
  /** Default 1; as many as channels makes a depthwise convolution. */
  groups?: number;
}

/** x is `[batch, channels, height, width]`, the weight `[filters, channels / groups, kernelHeight, kernelWidth]`. */
export interface ConvolutionSizes {
  readonly batch: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly filters: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  readonly groups: number;
}

/** @param operator – named in errors. */
export function checkConvolutionOptions(operator: string, options: ConvolutionOptions): void {
  const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
  requireWhole(operator, 'stride', stride, 1);
  requireWhole(operator, 'padding', padding, 0);
  requireWhole(operator, 'dilation', dilation, 1);
  requireWhole(operator, 'number of groups', groups, 1);
}

export function convolutionSizes(x: Tensor, weight: Tensor, options: ConvolutionOptions): ConvolutionSizes {
  const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
  requireFloat('conv2d', x, weight);
  checkConvolutionOptions('conv2d', options);
  requireShapes(
    'conv2d',
    x.shape.length === 4 && weight.shape.length === 4,
    'x must be [B, C, H, W] and the weight [K, C / groups, kernel height, kernel width]',
    x,
    weight,
  );
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const [filters, groupChannels, kernelHeight, kernelWidth] = weight.shape as [
    number,
    number,
    number,
    number,
  ];
  requireShapes(
    'conv2d',
    channels === groupChannels * groups && filters % groups === 0,
    `with ${groups} group(s) the weight must take C / groups channels and K must be divisible by groups`,
    x,
    weight,
  );
  const outSize = (size: number, kernel: number): number =>
    Math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
  const outHeight = outSize(height, kernelHeight);
  const outWidth = outSize(width, kernelWidth);
  requireShapes(
    'conv2d',
    outHeight >= 1 && outWidth >= 1,
    `the kernel must fit into the padded image (padding ${padding}, dilation ${dilation})`,
    x,
    weight,
  );
  return {
    batch,
    channels,
    height,
    width,
    filters,
    kernelHeight,
    kernelWidth,
    outHeight,
    outWidth,
    stride,
    padding,
    dilation,
    groups,
  };
}

export function convolutionAttributes(sizes: ConvolutionSizes): Attributes {
  const { kernelHeight, kernelWidth, stride, padding, dilation, groups } = sizes;
  return {
    kernel_shape: [kernelHeight, kernelWidth],
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
    dilations: [dilation, dilation],
    group: groups,
  };
}
