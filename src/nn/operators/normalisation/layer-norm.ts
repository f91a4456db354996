/**
 * Layer normalisation (Ba et al., arXiv 1607.06450): y = γ · (x − mean) / √(variance + ε) + β, mean and variance over
 * the last axes of each sample.
 */
import { sameShape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { add } from '../arithmetic/add.js';
import { multiply } from '../arithmetic/multiply.js';
import { subtract } from '../arithmetic/subtract.js';
import { requireFloat, requireShapes } from '../check.js';
import { reduceMean } from '../reductions/reduce-mean.js';
import { sumTo } from '../shapes/broadcast.js';

export interface LayerNormOptions {
  /** Factor; its axes, the last ones of x, are those that are normalised over. */
  gamma: Tensor;
  /** Offset, shaped as gamma. */
  beta: Tensor;
  /** Default 1e-5. */
  epsilon?: number;
}

/** @param x – `[…, D]` for gamma of `[D]`. */
export function layerNorm(x: Tensor, { gamma, beta, epsilon = 1e-5 }: LayerNormOptions): Tensor {
  requireFloat('layerNorm', x, gamma, beta);
  const first = x.shape.length - gamma.shape.length;
  requireShapes(
    'layerNorm',
    gamma.shape.length >= 1 &&
      first >= 0 &&
      sameShape(gamma.shape, x.shape.slice(first)) &&
      sameShape(beta.shape, gamma.shape),
    'gamma and beta must have the last sizes of x',
    x,
    gamma,
    beta,
  );
  const graph = x.graph;
  const rows = x.shape.map((size, axis) => (axis < first ? size : 1));
  const [y, mean, inverse] = graph.emitAll(
    'LayerNormalization',
    [x, gamma, beta],
    { axis: first, epsilon: { float: epsilon } },
    [x.shape, rows, rows],
  ) as [Tensor, Tensor, Tensor];
  graph.record({
    inputs: [x, gamma, beta],
    outputs: [y],
    rule: ([dy], wanted) => {
      const normalised = multiply(subtract(x, mean), inverse);
      return [
        wanted[0]
          ? multiply(normalisationGradient(normalised, multiply(dy!, gamma), first), inverse)
          : undefined,
        wanted[1] ? sumTo(multiply(dy!, normalised), gamma.shape) : undefined,
        wanted[2] ? sumTo(dy!, beta.shape) : undefined,
      ];
    },
  });
  return y;
}

/** What x̂ = (x − mean) / deviation gives back to x, but for 1 / deviation: dx̂ − mean(dx̂) − x̂ · mean(dx̂ · x̂). */
export function normalisationGradient(normalised: Tensor, gradient: Tensor, firstAxis: number): Tensor {
  const axes = normalised.shape.map((_, axis) => axis).slice(firstAxis);
  const correlation = reduceMean(multiply(gradient, normalised), axes, true);
  return subtract(gradient, add(reduceMean(gradient, axes, true), multiply(normalised, correlation)));
}
