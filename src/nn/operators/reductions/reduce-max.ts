/** Largest value over axes; over all of them by default. Equal largest values share the gradient evenly. */
import type { Tensor } from '../../graph/tensor.js';
import { divide } from '../arithmetic/divide.js';
import { multiply } from '../arithmetic/multiply.js';
import { subtract } from '../arithmetic/subtract.js';
import { requireFloat } from '../check.js';
import { step } from '../comparisons/step.js';
import { reshape } from '../shapes/reshape.js';
import { reduceSum } from './reduce-sum.js';
import { reducedAxes } from './reduced-axes.js';

export function reduceMax(x: Tensor, axes?: readonly number[], keepDims = false): Tensor {
  requireFloat('reduceMax', x);
  const { axes: front, kept, shape } = reducedAxes('reduceMax', x, axes, keepDims);
  const y = x.graph.emit('ReduceMax', [x], { axes: front, keepdims: keepDims ? 1 : 0 }, shape);
  x.graph.record({
    inputs: [x],
    outputs: [y],
    rule: ([dy]) => {
      const mask = step(subtract(x, reshape(y, kept)), 1);
      return [multiply(mask, divide(reshape(dy!, kept), reduceSum(mask, front, true)))];
    },
  });
  return y;
}
