/** Smallest value over axes; over all of them by default. Equal smallest values share the gradient evenly. */
import type { Tensor } from '../../graph/tensor.js';
import { divide } from '../arithmetic/divide.js';
import { multiply } from '../arithmetic/multiply.js';
import { subtract } from '../arithmetic/subtract.js';
import { requireFloat } from '../check.js';
import { step } from '../comparisons/step.js';
import { reshape } from '../shapes/reshape.js';
import { reduceSum } from './reduce-sum.js';
import { reducedAxes } from './reduced-axes.js';

export function reduceMin(x: Tensor, axes?: readonly number[], keepDims = false): Tensor {
  requireFloat('reduceMin', x);
  const { axes: front, kept, shape } = reducedAxes('reduceMin', x, axes, keepDims);
  const y = x.graph.emit('ReduceMin', [x], { axes: front, keepdims: keepDims ? 1 : 0 }, shape);
  x.graph.record({
    inputs: [x],
    outputs: [y],
    rule: ([dy]) => {
      const mask = step(subtract(reshape(y, kept), x), 1);
      return [multiply(mask, divide(reshape(dy!, kept), reduceSum(mask, front, true)))];
    },
  });
  return y;
}
