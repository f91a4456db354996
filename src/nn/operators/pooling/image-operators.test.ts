import { describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { type TransposedConvolutionOptions, transposedConv2d } from '../convolution/transposed-conv2d.js';
import { checkOperator } from '../operator-case.suite.js';
import { operatorText } from '../operator-text.suite.js';
import { type AveragePoolOptions, averagePool2d } from './average-pool.js';
import { maxPool2d } from './max-pool.js';
import { resizeBilinear2d } from './resize-bilinear.js';

type Four = readonly [number, number, number, number];
const input = (name: string, shape: readonly number[]) => new Graph('training').input(name, shape);

/** Each pixel of x spreads the kernel over the output. */
function plainTransposedConvolution(
  x: Float64Array,
  weight: Float64Array,
  [batch, channels, height, width]: Four,
  [, groupFilters, kernelHeight, kernelWidth]: Four,
  { stride = 1, padding = 0, dilation = 1, groups = 1, outputPadding = 0 }: TransposedConvolutionOptions,
): Float64Array {
  const outSize = (size: number, kernel: number): number =>
    stride * (size - 1) - 2 * padding + dilation * (kernel - 1) + 1 + outputPadding;
  const [outHeight, outWidth] = [outSize(height, kernelHeight), outSize(width, kernelWidth)];
  const filters = groupFilters * groups;
  const y = new Float64Array(batch * filters * outHeight * outWidth);
  x.forEach((value, at) => {
    const [column, row] = [at % width, Math.floor(at / width) % height];
    const image = Math.floor(at / (width * height));
    const [b, c] = [Math.floor(image / channels), image % channels];
    const firstFilter = Math.floor(c / (channels / groups)) * groupFilters;
    for (let k = 0; k < groupFilters; k++)
      for (let i = 0; i < kernelHeight; i++)
        for (let j = 0; j < kernelWidth; j++) {
          const v = row * stride + i * dilation - padding;
          const u = column * stride + j * dilation - padding;
          if (v < 0 || v >= outHeight || u < 0 || u >= outWidth) continue;
          y[((b * filters + firstFilter + k) * outHeight + v) * outWidth + u]! +=
            value * weight[((c * groupFilters + k) * kernelHeight + i) * kernelWidth + j]!;
        }
  });
  return y;
}

const transposed: [name: string, x: Four, weight: Four, options: TransposedConvolutionOptions][] = [
  ['2×2, stride 2', [2, 3, 3, 2], [3, 2, 2, 2], { stride: 2 }],
  ['3×3, stride 2, output padding', [1, 2, 3, 4], [2, 3, 3, 3], { stride: 2, padding: 1, outputPadding: 1 }],
  ['3×3, dilated', [1, 2, 4, 3], [2, 2, 3, 3], { padding: 1, dilation: 2 }],
  ['4×4, groups, stride 2', [2, 4, 2, 3], [4, 1, 4, 4], { stride: 2, padding: 1, groups: 2 }],
];

describe('transposedConv2d', () => {
  for (const [name, xShape, weightShape, options] of transposed)
    checkOperator(`transposedConv2d ${name}`, {
      inputs: [xShape, weightShape],
      build: (x, weight) => transposedConv2d(x, weight!, options),
      reference: (x, weight) => plainTransposedConvolution(x, weight, xShape, weightShape, options),
    });

  it('names operator, rule and shapes when they do not fit', () => {
    const build = (x: Four, weight: Four, options: TransposedConvolutionOptions) => () => {
      const graph = new Graph('training');
      return transposedConv2d(graph.input('x', x), graph.input('w', weight), options);
    };
    expect(build([1, 3, 4, 4], [2, 3, 2, 2], {})).toThrow(
      'transposedConv2d: x must be [B, C, H, W] and the weight [C, K / groups, kernel height, kernel width], ' +
        'C divisible by the 1 group(s), got x [1, 3, 4, 4] and w [2, 3, 2, 2]',
    );
    expect(build([1, 2, 4, 4], [2, 3, 2, 2], { stride: 2, outputPadding: 2 })).toThrow(
      'transposedConv2d: the output padding 2 must be less than the stride 2',
    );
    expect(build([1, 2, 1, 1], [2, 3, 2, 2], { padding: 1 })).toThrow(
      'the padding of 1 must leave something',
    );
  });

  it('prints as text', () => {
    expect(
      operatorText((x, w) => transposedConv2d(x, w!, { stride: 2 }), [1, 2, 3, 3], [2, 1, 2, 2]),
    ).toMatchInlineSnapshot(
      `"t0 = ConvTranspose(a, b) {kernel_shape: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1], group: 1, output_padding: [0, 0]}: [1, 1, 6, 6]"`,
    );
  });
});

/** Of `[2, 1, 5, 6]` images. */
function plainAveragePool(x: Float64Array, size: number, options: AveragePoolOptions): number[] {
  const { stride = size, padding = 0 } = options;
  const y: number[] = [];
  for (let image = 0; image < 2; image++)
    for (let top = -padding; top + size <= 5 + padding; top += stride)
      for (let left = -padding; left + size <= 6 + padding; left += stride) {
        let sum = 0;
        for (let v = Math.max(top, 0); v < Math.min(top + size, 5); v++)
          for (let u = Math.max(left, 0); u < Math.min(left + size, 6); u++)
            sum += x[image * 30 + v * 6 + u]!;
        y.push(sum / size ** 2);
      }
  return y;
}

describe('averagePool2d', () => {
  const cases: [name: string, size: number, options: AveragePoolOptions][] = [
    ['with a row left over', 2, {}],
    ['with windows that overlap, padded', 3, { stride: 2, padding: 1 }],
    ['with gaps between windows', 1, { stride: 2 }],
  ];
  for (const [name, size, options] of cases)
    checkOperator(`averagePool2d ${name}`, {
      inputs: [[2, 1, 5, 6]],
      build: (x) => averagePool2d(x, size, options),
      reference: (x) => plainAveragePool(x, size, options),
    });
  checkOperator('averagePool2d of windows side by side', {
    inputs: [[1, 2, 2, 4]],
    build: (x) => averagePool2d(x),
    reference: (x) => [0, 2, 8, 10].map((at) => (x[at]! + x[at + 1]! + x[at + 4]! + x[at + 5]!) / 4),
  });

  it('refuses a window that is larger than the image', () => {
    expect(() => averagePool2d(input('x', [1, 1, 2, 5]), 3)).toThrow(
      'averagePool2d: the window of 3 must fit into the padded image and reach beyond the padding of 0, got x [1, 1, 2, 5]',
    );
  });
  it('prints as text', () => {
    expect(operatorText((x) => averagePool2d(x), [1, 2, 4, 4])).toMatchInlineSnapshot(
      `"t0 = AveragePool(a) {kernel_shape: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], count_include_pad: 1}: [1, 2, 2, 2]"`,
    );
  });
});

describe('maxPool2d of windows that slide', () => {
  /** Of a `[2, 1, 5, 6]` array. */
  const plain = (x: Float64Array, size: number, stride: number, padding: number): number[] => {
    const y: number[] = [];
    for (let image = 0; image < 2; image++)
      for (let top = -padding; top + size <= 5 + padding; top += stride)
        for (let left = -padding; left + size <= 6 + padding; left += stride) {
          let largest = -Infinity;
          for (let v = Math.max(top, 0); v < Math.min(top + size, 5); v++)
            for (let u = Math.max(left, 0); u < Math.min(left + size, 6); u++)
              largest = Math.max(largest, x[image * 30 + v * 6 + u]!);
          y.push(largest);
        }
    return y;
  };
  for (const [size, stride, padding] of [
    [3, 2, 1],
    [2, 1, 0],
    [2, 2, 0],
  ] as const)
    checkOperator(`maxPool2d of ${size}, stride ${stride}, padding ${padding}`, {
      inputs: [[2, 1, 5, 6]],
      build: (x) => maxPool2d(x, size, { stride, padding }),
      reference: (x) => plain(x, size, stride, padding),
    });
  it('refuses padding of more than half a window', () => {
    expect(() => maxPool2d(input('x', [1, 1, 4, 4]), 3, { padding: 2 })).toThrow(
      'maxPool2d: the window of 3 must fit into the padded image and reach beyond the padding of 2, got x [1, 1, 4, 4]',
    );
  });
  it('prints as text', () => {
    expect(
      operatorText((x) => maxPool2d(x, 3, { stride: 2, padding: 1 }), [1, 2, 4, 4]),
    ).toMatchInlineSnapshot(
      `"t0 = MaxPool(a) {kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1]}: [1, 2, 2, 2]"`,
    );
  });
});

/** The value of one row of pixels at a position whose unit is the pixel, centres at half numbers. */
function sampled(row: (i: number) => number, length: number, position: number): number {
  const at = Math.min(Math.max(position - 0.5, 0), length - 1);
  const first = Math.min(Math.floor(at), length - 1);
  const second = Math.min(first + 1, length - 1);
  return row(first) * (1 - at + first) + row(second) * (at - first);
}

describe('resizeBilinear2d', () => {
  for (const [height, width] of [
    [4, 6],
    [3, 2],
    [1, 7],
  ] as const)
    checkOperator(`resizeBilinear2d from 2×3 to ${height}×${width}`, {
      inputs: [[2, 1, 2, 3]],
      build: (x) => resizeBilinear2d(x, height, width),
      reference: (x) =>
        Array.from({ length: 2 * height * width }, (_, i) => {
          const [image, row, column] = [
            Math.floor(i / (height * width)),
            Math.floor(i / width) % height,
            i % width,
          ];
          const across = (v: number): number =>
            sampled((u) => x[image * 6 + v * 3 + u]!, 3, ((column + 0.5) * 3) / width);
          return sampled(across, 2, ((row + 0.5) * 2) / height);
        }),
    });

  it('refuses what is no image and sizes that are none', () => {
    expect(() => resizeBilinear2d(input('x', [2, 3]), 4, 4)).toThrow(
      'resizeBilinear2d: x must be [B, C, H, W], got x [2, 3]',
    );
    expect(() => resizeBilinear2d(input('x', [1, 1, 2, 3]), 0, 4)).toThrow(
      'resizeBilinear2d: height 0 and width 4 must be whole and positive',
    );
  });
  it('prints as text', () => {
    expect(operatorText((x) => resizeBilinear2d(x, 4, 6), [1, 1, 2, 3])).toMatchInlineSnapshot(
      `"t0 = Resize(a, –, –, [1, 1, 4, 6]) {mode: linear, coordinate_transformation_mode: half_pixel}: [1, 1, 4, 6]"`,
    );
  });
});
