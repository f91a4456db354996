/** eˣ / Σ eˣ along one axis. */
import type { Tensor } from '../../graph/tensor.js';
import { multiply } from '../arithmetic/multiply.js';
import { subtract } from '../arithmetic/subtract.js';
import { normaliseAxis, requireFloat } from '../check.js';
import { reduceSum } from '../reductions/reduce-sum.js';

export function softmax(x: Tensor, axis = -1): Tensor {
  requireFloat('softmax', x);
  const front = normaliseAxis('softmax', axis, x.shape);
  const y = x.graph.emit('Softmax', [x], { axis: front }, x.shape);
  x.graph.record({
    inputs: [x],
    outputs: [y],
    rule: ([dy]) => {
      const weighted = multiply(dy!, y);
      return [subtract(weighted, multiply(y, reduceSum(weighted, [front], true)))];
    },
  });
  return y;
}
