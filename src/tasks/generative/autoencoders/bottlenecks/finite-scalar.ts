/**
 * Finite scalar quantisation (Mentzer et al., "Finite Scalar Quantization: VQ-VAE Made Simple", ICLR 2024): each of a few
 * numbers is squeezed into a range and rounded to one of its levels, and gradients pass as if it had not been. There is no
 * codebook that could collapse and no cost beside the reconstruction's. D numbers, K the product of their levels.
 */
import type { Tensor } from '../../../../nn/graph/tensor.js';
import { normalisedConvolution } from '../../../../nn/layers/normalised-convolution.js';
import { tanh } from '../../../../nn/operators/activations/tanh.js';
import { add } from '../../../../nn/operators/arithmetic/add.js';
import { divide } from '../../../../nn/operators/arithmetic/divide.js';
import { multiply } from '../../../../nn/operators/arithmetic/multiply.js';
import { subtract } from '../../../../nn/operators/arithmetic/subtract.js';
import { straightThrough } from '../../../../nn/operators/gradients/straight-through.js';
import { embedding } from '../../../../nn/operators/indexing/embedding.js';
import { matmul } from '../../../../nn/operators/products/matmul.js';
import { reshape } from '../../../../nn/operators/shapes/reshape.js';
import type { FiniteScalarModel } from '../architecture.js';
import type { Bottleneck } from './bottleneck.js';
import { asTokens, toGrid, toRows } from './token-rows.js';

export function finiteScalar({ levels }: FiniteScalarModel): Bottleneck {
  const along = (x: Tensor, values: readonly number[]): Tensor =>
    x.graph.constant(values, [1, levels.length, 1, 1]);
  const half = levels.map((level) => Math.floor(level / 2));
  /** Numbers before and after rounding, from −half to half. */
  const levelled = (features: Tensor): { soft: Tensor; hard: Tensor } => {
    // Normalised, so that all levels are used from the first step on.
    const free = normalisedConvolution('project', features, {
      channels: levels.length,
      kernel: 1,
      activation: false,
    });
    const { reach, offset, shift } = ranges(levels);
    const squeezed = tanh(add(free, along(free, shift)));
    const soft = subtract(multiply(squeezed, along(free, reach)), along(free, offset));
    return { soft, hard: soft.graph.emit('Round', [soft], {}, soft.shape) };
  };
  return {
    learn({ features }) {
      const { soft, hard } = levelled(features);
      return {
        shown: { grid: divide(straightThrough(soft, hard), along(soft, half)) },
        penalty: undefined,
        metrics: {},
      };
    },
    code({ features }) {
      const { hard } = levelled(features);
      const weights = hard.graph.constant(placeValues(levels), [levels.length, 1]);
      const numbers = matmul(toRows(add(hard, along(hard, half))), weights);
      return { code: asTokens(reshape(numbers, [-1]), features.shape[0]!) };
    },
    shown(code, size) {
      const values = codeValues(levels);
      const table = code.graph.constant(values, [values.length / levels.length, levels.length]);
      return { grid: toGrid(embedding(table, reshape(code, [-1])), size) };
    },
  };
}

/** How tanh is stretched and moved so that rounding gives each level; as the paper's appendix has it. */
function ranges(levels: readonly number[]): { reach: number[]; offset: number[]; shift: number[] } {
  const reach = levels.map((level) => ((level - 1) * 1.001) / 2);
  const offset = levels.map((level) => (level % 2 === 0 ? 0.5 : 0));
  return { reach, offset, shift: reach.map((range, i) => Math.atanh(offset[i]! / range)) };
}

/** What each number counts in a code's number: 1, L₀, L₀·L₁, … */
function placeValues(levels: readonly number[]): number[] {
  const values: number[] = [];
  let product = 1;
  for (const level of levels) {
    values.push(product);
    product *= level;
  }
  return values;
}

/** `[K, D]`: the numbers of each code, from −1 to 1. */
export function codeValues(levels: readonly number[]): number[] {
  const places = placeValues(levels);
  const count = levels.reduce((product, level) => product * level, 1);
  return Array.from({ length: count }, (_, code) =>
    levels.map((level, i) => {
      const half = Math.floor(level / 2);
      return ((Math.floor(code / places[i]!) % level) - half) / half;
    }),
  ).flat();
}
