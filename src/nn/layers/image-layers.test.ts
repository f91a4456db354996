import { describe } from 'vitest';
import { convolution } from './convolution.js';
import { checkLayer, type LayerValues, plainConvolution } from './layer-case.suite.js';
import { normalisedConvolution } from './normalised-convolution.js';
import { residualBlock } from './residual-block.js';

const shape = [2, 2, 4, 4] as const;
const pixels = 16;

/** Batch normalisation over the batch, of the layer of that name. @param x – `[B, C, H, W]`. */
function normalised(values: LayerValues, name: string, x: Float64Array, cells: number): Float64Array {
  const [gamma, beta] = [values[`${name}.gamma`]!, values[`${name}.beta`]!];
  const channel = (i: number): number => Math.floor(i / cells) % gamma.length;
  const moments = Array.from(gamma, (_, c) => {
    const own = x.filter((_, i) => channel(i) === c);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    return { mean, variance: own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length };
  });
  return x.map((value, i) => {
    const { mean, variance } = moments[channel(i)]!;
    return (gamma[channel(i)]! * (value - mean)) / Math.sqrt(variance + 1e-5) + beta[channel(i)]!;
  });
}

const relu = (values: Float64Array): Float64Array => values.map((value) => Math.max(0, value));

const normalParts = (name: string, filters: number, channels: number, kernel: number) => ({
  [`${name}.weight`]: [filters, channels, kernel, kernel],
  [`${name}.gamma`]: [filters],
  [`${name}.beta`]: [filters],
});

describe('layers on images', () => {
  checkLayer('convolution with a bias', {
    input: shape,
    build: (x) => convolution('out', x, { channels: 3, kernel: 3, stride: 2 }),
    parameters: { 'out.weight': [3, 2, 3, 3], 'out.bias': [3] },
    reference: (values) =>
      plainConvolution(values.x!, shape, values['out.weight']!, { filters: 3, kernel: 3, stride: 2 }).map(
        (value, i) => value + values['out.bias']![Math.floor(i / 4) % 3]!,
      ),
    output: [2, 3, 2, 2],
  });
  checkLayer('convolution without one', {
    input: shape,
    build: (x) => convolution('out', x, { channels: 3, kernel: 1, bias: false }),
    parameters: { 'out.weight': [3, 2, 1, 1] },
    reference: (values) =>
      plainConvolution(values.x!, shape, values['out.weight']!, { filters: 3, kernel: 1, stride: 1 }),
    output: [2, 3, 4, 4],
  });
  checkLayer('normalised convolution', {
    input: shape,
    build: (x) => normalisedConvolution('c', x, { channels: 3, kernel: 3, stride: 2 }),
    parameters: normalParts('c', 3, 2, 3),
    reference: (values) => {
      const sums = plainConvolution(values.x!, shape, values['c.weight']!, {
        filters: 3,
        kernel: 3,
        stride: 2,
      });
      return relu(normalised(values, 'c', sums, 4));
    },
    output: [2, 3, 2, 2],
    tolerance: 1e-4,
  });
  checkLayer('residual block', {
    input: shape,
    build: (x) => residualBlock('b', x, 3),
    parameters: {
      ...normalParts('b.narrow', 3, 2, 1),
      ...normalParts('b.spatial', 3, 3, 3),
      ...normalParts('b.widen', 2, 3, 1),
    },
    reference: (values) => {
      const part = (name: string, x: Float64Array, channels: number, filters: number, kernel: number) => {
        const sums = plainConvolution(x, [2, channels, 4, 4], values[`${name}.weight`]!, {
          filters,
          kernel,
          stride: 1,
        });
        return normalised(values, name, sums, pixels);
      };
      const narrow = relu(part('b.narrow', values.x!, 2, 3, 1));
      const spatial = relu(part('b.spatial', narrow, 3, 3, 3));
      const widened = part('b.widen', spatial, 3, 2, 1);
      return values.x!.map((value, i) => value + widened[i]!);
    },
    output: shape,
    tolerance: 1e-4,
  });
});
