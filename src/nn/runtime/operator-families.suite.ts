/**
 * One case for each family of operators, value and gradient against a float64 reference, for runtimes to prove
 * themselves on: a runtime that passes can train and run every network of this engine. The operators' own tests go
 * deeper, on one runtime.
 */

import { gelu } from '../operators/activations/gelu.js';
import { relu } from '../operators/activations/relu.js';
import { softmax } from '../operators/activations/softmax.js';
import { tanh } from '../operators/activations/tanh.js';
import { add } from '../operators/arithmetic/add.js';
import { divide } from '../operators/arithmetic/divide.js';
import { exp } from '../operators/arithmetic/exp.js';
import { log } from '../operators/arithmetic/log.js';
import { multiply } from '../operators/arithmetic/multiply.js';
import { clip } from '../operators/comparisons/clip.js';
import { where } from '../operators/comparisons/where.js';
import { conv2d } from '../operators/convolution/conv2d.js';
import { transposedConv2d } from '../operators/convolution/transposed-conv2d.js';
import { embedding } from '../operators/indexing/embedding.js';
import { gather } from '../operators/indexing/gather.js';
import { scatter } from '../operators/indexing/scatter.js';
import { crossEntropy } from '../operators/losses/cross-entropy.js';
import { batchNorm } from '../operators/normalisation/batch-norm.js';
import { groupNorm } from '../operators/normalisation/group-norm.js';
import { layerNorm } from '../operators/normalisation/layer-norm.js';
import { checkOperator, type OperatorCase } from '../operators/operator-case.suite.js';
import { averagePool2d } from '../operators/pooling/average-pool.js';
import { maxPool2d } from '../operators/pooling/max-pool.js';
import { resizeBilinear2d } from '../operators/pooling/resize-bilinear.js';
import { upsampleNearest2d } from '../operators/pooling/upsample-nearest.js';
import { einsum } from '../operators/products/einsum.js';
import { matmul } from '../operators/products/matmul.js';
import { nuclearNorm } from '../operators/products/nuclear-norm.js';
import { reduceMax } from '../operators/reductions/reduce-max.js';
import { reduceMean } from '../operators/reductions/reduce-mean.js';
import { spatialSoftArgmax } from '../operators/reductions/spatial-soft-argmax.js';
import { concat } from '../operators/shapes/concat.js';
import { pad } from '../operators/shapes/pad.js';
import { reshape } from '../operators/shapes/reshape.js';
import { slice } from '../operators/shapes/slice.js';
import { split } from '../operators/shapes/split.js';
import { transpose } from '../operators/shapes/transpose.js';
import type { Runtime } from './runtime.js';

type Values = ArrayLike<number>;
const list = (length: number, value: (i: number) => number): number[] =>
  Array.from({ length }, (_, i) => value(i));
const mean = (values: Values): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

function softmaxOf(row: Values): number[] {
  const powers = Array.from(row, Math.exp);
  const total = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / total);
}

/** (x − mean) / √(variance + 1e-5). */
function normalised(values: Values): number[] {
  const centre = mean(values);
  const variance = mean(Array.from(values, (value) => (value - centre) ** 2));
  return Array.from(values, (value) => (value - centre) / Math.sqrt(variance + 1e-5));
}

/** erf by its series. */
function erfOf(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; n < 80; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** Stride 2, padding 1: x `[1, 2, 5, 5]`, weight `[2, 2, 3, 3]`, y `[1, 2, 3, 3]`. */
function convolution(x: Values, weight: Values): number[] {
  return list(18, (i) => {
    const [filter, row, column] = [Math.floor(i / 9), Math.floor((i % 9) / 3), i % 3];
    let sum = 0;
    for (let tap = 0; tap < 18; tap++) {
      const [channel, dy, dx] = [Math.floor(tap / 9), Math.floor((tap % 9) / 3), tap % 3];
      const [y, z] = [2 * row + dy - 1, 2 * column + dx - 1];
      if (y >= 0 && y < 5 && z >= 0 && z < 5)
        sum += x[25 * channel + 5 * y + z]! * weight[18 * filter + tap]!;
    }
    return sum;
  });
}

const families: Record<string, OperatorCase> = {
  'arithmetic, broadcast': {
    inputs: [
      [2, 3],
      [1, 3],
    ],
    domain: (value) => value + 2 * Math.sign(value),
    build: (a, b) => divide(add(multiply(a!, b!), 1), b!),
    reference: (a, b) => a!.map((value, i) => (value * b![i % 3]! + 1) / b![i % 3]!),
  },
  'functions: exp, log, tanh': {
    inputs: [[5]],
    build: (x) => tanh(log(add(exp(x), 1))),
    reference: (x) => x.map((value) => Math.tanh(Math.log(Math.exp(value) + 1))),
  },
  'activations: gelu of relu': {
    inputs: [[6]],
    build: (x) => gelu(relu(x)),
    reference: (x) => x.map((v) => (v > 0 ? 0.5 * v * (1 + erfOf(v / Math.SQRT2)) : 0)),
  },
  'choices: where, clip': {
    inputs: [[6], [6]],
    build: (x, y) => where(x, clip(y!, -0.5, 0.5), multiply(y!, 3)),
    reference: (x, y) => x.map((v, i) => (v > 0 ? Math.min(Math.max(y![i]!, -0.5), 0.5) : 3 * y![i]!)),
    withoutGradient: [0],
  },
  'reductions: mean and max': {
    inputs: [[2, 4]],
    build: (x) => add(reduceMean(x, [1]), reduceMax(x, [1])),
    reference: (x) => [x.subarray(0, 4), x.subarray(4)].map((row) => mean(row) + Math.max(...row)),
  },
  'moving: reshape, transpose, slice, concat, split, pad': {
    inputs: [[2, 3]],
    build: (x) => {
      const [first, rest] = split(transpose(x, [1, 0]), [1, 2], 0);
      return pad(concat([slice(rest!, 0, 1, 2), first!, reshape(x, [3, 2])], 0), [0, 1], [0, 0]);
    },
    reference: (x) => [0, x[2]!, x[5]!, 0, x[0]!, x[3]!, 0, x[0]!, x[1]!, 0, x[2]!, x[3]!, 0, x[4]!, x[5]!],
  },
  'lookups: embedding, gather, scatter': {
    inputs: [[3, 2]],
    build: (table) =>
      scatter(embedding(table, [2, 0, 2]), [1], gather(table, [1], 0), 0, { reduction: 'add' }),
    reference: (t) => [t[4]!, t[5]!, t[0]! + t[2]!, t[1]! + t[3]!, t[4]!, t[5]!],
  },
  'products: batched matmul': {
    inputs: [
      [2, 1, 2],
      [2, 2, 2],
    ],
    build: (a, b) => matmul(a!, b!),
    reference: (a, b) =>
      list(4, (i) => {
        const [batch, column] = [i >> 1, i & 1];
        return a![2 * batch]! * b![4 * batch + column]! + a![2 * batch + 1]! * b![4 * batch + 2 + column]!;
      }),
  },
  'products: einsum': {
    inputs: [
      [2, 2],
      [2, 2],
    ],
    build: (a, b) => einsum('ij,kj->ki', a!, b!),
    reference: (a, b) =>
      list(4, (i) => a![2 * (i & 1)]! * b![2 * (i >> 1)]! + a![2 * (i & 1) + 1]! * b![2 * (i >> 1) + 1]!),
  },
  convolution: {
    inputs: [
      [1, 2, 5, 5],
      [2, 2, 3, 3],
    ],
    build: (x, weight) => conv2d(x!, weight!, { stride: 2, padding: 1 }),
    reference: (x, weight) => convolution(x!, weight!),
  },
  'transposed convolution': {
    inputs: [
      [1, 1, 2, 2],
      [1, 1, 2, 2],
    ],
    build: (x, weight) => transposedConv2d(x!, weight!, { stride: 2 }),
    // Tiles that do not overlap: each pixel times the kernel.
    reference: (x, weight) =>
      list(16, (i) => {
        const [row, column] = [i >> 2, i & 3];
        return x![2 * (row >> 1) + (column >> 1)]! * weight![2 * (row & 1) + (column & 1)]!;
      }),
  },
  pooling: {
    inputs: [[1, 1, 4, 4]],
    build: (x) => add(maxPool2d(x), averagePool2d(x)),
    reference: (x) =>
      list(4, (i) => {
        const start = 8 * (i >> 1) + 2 * (i & 1);
        const window = [0, 1, 4, 5].map((step) => x[start + step]!);
        return Math.max(...window) + mean(window);
      }),
  },
  resizing: {
    inputs: [[1, 1, 1, 2]],
    build: (x) => add(upsampleNearest2d(x, 2), resizeBilinear2d(x, 2, 4)),
    reference: ([a, b]) => {
      const row = [2 * a!, 1.75 * a! + 0.25 * b!, 0.25 * a! + 1.75 * b!, 2 * b!];
      return [...row, ...row];
    },
  },
  'batch normalisation': {
    inputs: [[3, 2], [2], [2]],
    build: (x, gamma, beta) => {
      const mean = x!.graph.statistic('mean', [2], 0);
      return batchNorm(x!, {
        gamma: gamma!,
        beta: beta!,
        mean,
        variance: x!.graph.statistic('variance', [2], 1),
      });
    },
    reference: (x, gamma, beta) => {
      const channels = [0, 1].map((c) => normalised([x![c]!, x![2 + c]!, x![4 + c]!]));
      return list(6, (i) => gamma![i & 1]! * channels[i & 1]![i >> 1]! + beta![i & 1]!);
    },
    sameInInference: false,
    tolerance: 5e-5,
  },
  'layer and group normalisation': {
    inputs: [[1, 2, 4], [4], [4], [2], [2]],
    build: (x, gamma, beta, scale, shift) =>
      groupNorm(layerNorm(x!, { gamma: gamma!, beta: beta! }), { groups: 2, gamma: scale!, beta: shift! }),
    reference: (x, gamma, beta, scale, shift) =>
      [0, 1].flatMap((row) => {
        const inner = normalised(x!.subarray(4 * row, 4 * row + 4)).map((v, i) => v * gamma![i]! + beta![i]!);
        return normalised(inner).map((v) => v * scale![row]! + shift![row]!);
      }),
    tolerance: 1e-4,
  },
  'softmax and cross-entropy': {
    inputs: [[2, 3]],
    build: (x) => crossEntropy(x, softmax(multiply(x, 0), 1)),
    reference: (x) => [
      mean([x.subarray(0, 3), x.subarray(3)].map((row) => -mean(softmaxOf(row).map(Math.log)))),
    ],
  },
  'spatial soft-argmax': {
    inputs: [[1, 1, 1, 3]],
    build: (x) => spatialSoftArgmax(x),
    reference: (x) => {
      const shares = softmaxOf(x);
      return [shares[1]! + 2 * shares[2]!, 0];
    },
  },
  'nuclear norm': {
    // Of a row, the only singular value is its length.
    inputs: [[1, 4]],
    build: (x) => nuclearNorm(x),
    reference: (x) => [Math.hypot(...x)],
  },
};

export function operatorFamilies(runtime: Runtime): void {
  for (const [name, operator] of Object.entries(families)) checkOperator(name, operator, runtime);
}
