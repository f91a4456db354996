import { describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { checkOperator } from '../operator-case.suite.js';
import { addBias } from './add-bias.js';
import { conv2d } from './conv2d.js';
import type { ConvolutionOptions } from './convolution-shape.js';

/** The definition, seven loops. */
function plainConvolution(
  x: Float64Array,
  weight: Float64Array,
  [batch, channels, height, width]: readonly [number, number, number, number],
  [filters, , kernelHeight, kernelWidth]: readonly [number, number, number, number],
  { stride = 1, padding = 0, dilation = 1, groups = 1 }: ConvolutionOptions,
): number[] {
  const outHeight = Math.floor((height + 2 * padding - dilation * (kernelHeight - 1) - 1) / stride) + 1;
  const outWidth = Math.floor((width + 2 * padding - dilation * (kernelWidth - 1) - 1) / stride) + 1;
  const groupChannels = channels / groups;
  const y: number[] = [];
  for (let b = 0; b < batch; b++)
    for (let k = 0; k < filters; k++)
      for (let row = 0; row < outHeight; row++)
        for (let column = 0; column < outWidth; column++) {
          let sum = 0;
          const firstChannel = Math.floor(k / (filters / groups)) * groupChannels;
          for (let c = 0; c < groupChannels; c++)
            for (let i = 0; i < kernelHeight; i++)
              for (let j = 0; j < kernelWidth; j++) {
                const v = row * stride + i * dilation - padding;
                const u = column * stride + j * dilation - padding;
                if (v < 0 || v >= height || u < 0 || u >= width) continue;
                sum +=
                  x[((b * channels + firstChannel + c) * height + v) * width + u]! *
                  weight[((k * groupChannels + c) * kernelHeight + i) * kernelWidth + j]!;
              }
          y.push(sum);
        }
  return y;
}

type Case = [
  name: string,
  x: readonly [number, number, number, number],
  weight: readonly [number, number, number, number],
  options: ConvolutionOptions,
];

const cases: Case[] = [
  ['1×1, more channels than filters', [2, 3, 4, 4], [2, 3, 1, 1], {}],
  ['1×1, fewer channels than filters', [2, 2, 4, 4], [3, 2, 1, 1], {}],
  ['1×1, stride 2', [1, 2, 5, 5], [3, 2, 1, 1], { stride: 2 }],
  ['1×1, padded', [1, 2, 3, 3], [2, 2, 1, 1], { padding: 1 }],
  ['3×3, padded', [2, 3, 4, 5], [2, 3, 3, 3], { padding: 1 }],
  ['3×3, not padded', [1, 2, 5, 4], [2, 2, 3, 3], {}],
  ['3×3, padded beyond its reach', [1, 1, 3, 3], [1, 1, 3, 3], { padding: 3 }],
  ['1×3', [1, 2, 4, 5], [2, 2, 1, 3], {}],
  ['2×2', [1, 2, 4, 5], [2, 2, 2, 2], {}],
  ['3×3, dilated', [1, 2, 6, 6], [2, 2, 3, 3], { padding: 2, dilation: 2 }],
  ['3×3, stride 2, even sides', [2, 2, 6, 8], [3, 2, 3, 3], { stride: 2, padding: 1 }],
  ['3×3, stride 2, odd sides', [1, 2, 5, 7], [2, 2, 3, 3], { stride: 2, padding: 1 }],
  ['4×4, stride 2', [1, 2, 6, 6], [2, 2, 4, 4], { stride: 2, padding: 1 }],
  ['7×7, stride 2, the stem', [1, 3, 10, 12], [2, 3, 7, 7], { stride: 2, padding: 3 }],
  ['3×3, stride 3', [1, 2, 8, 8], [2, 2, 3, 3], { stride: 3, padding: 1 }],
  ['groups', [2, 4, 4, 4], [6, 2, 3, 3], { padding: 1, groups: 2 }],
  [
    'groups, dilated, stride 2',
    [2, 4, 7, 6],
    [4, 2, 3, 2],
    { padding: 2, dilation: 2, stride: 2, groups: 2 },
  ],
  ['depthwise, stride 2', [2, 3, 5, 5], [3, 1, 3, 3], { padding: 1, stride: 2, groups: 3 }],
];

describe('conv2d', () => {
  for (const [name, xShape, weightShape, options] of cases)
    checkOperator(`conv2d ${name}`, {
      inputs: [xShape, weightShape],
      build: (x, weight) => conv2d(x!, weight!, options),
      reference: (x, weight) => plainConvolution(x!, weight!, xShape, weightShape, options),
    });

  const build = (x: number[], weight: number[], options: ConvolutionOptions) => () => {
    const graph = new Graph('training');
    return conv2d(graph.input('x', x), graph.input('w', weight), options);
  };
  it('names operator, rule and shapes when they do not fit', () => {
    expect(build([1, 3, 8, 8], [4, 2, 3, 3], {})).toThrow(
      'conv2d: with 1 group(s) the weight must take C / groups channels and K must be divisible by groups, ' +
        'got x [1, 3, 8, 8] and w [4, 2, 3, 3]',
    );
    expect(build([3, 8, 8], [4, 3, 3, 3], {})).toThrow('conv2d: x must be [B, C, H, W]');
    expect(build([1, 3, 2, 2], [4, 3, 3, 3], {})).toThrow(
      'conv2d: the kernel must fit into the padded image',
    );
  });
});

describe('addBias', () => {
  checkOperator('addBias', {
    inputs: [[2, 3, 2, 2], [3]],
    build: (x, bias) => addBias(x!, bias!),
    reference: (x, bias) => x!.map((value, i) => value + bias![Math.floor(i / 4) % 3]!),
  });
  checkOperator('addBias without pixels', {
    inputs: [[2, 3], [3]],
    build: (x, bias) => addBias(x!, bias!),
    reference: (x, bias) => x!.map((value, i) => value + bias![i % 3]!),
  });
  it('refuses a bias of another length', () => {
    const graph = new Graph('training');
    expect(() => addBias(graph.input('x', [1, 3, 2, 2]), graph.input('bias', [2]))).toThrow(
      'addBias: the bias must be [C] for x of [B, C, …], got x [1, 3, 2, 2] and bias [2]',
    );
  });
});
