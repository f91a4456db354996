/** x − log Σ eˣ along one axis: the logarithm of softmax without its loss of precision. */
import type { Tensor } from '../../graph/tensor.js';
import { exp } from '../arithmetic/exp.js';
import { multiply } from '../arithmetic/multiply.js';
import { subtract } from '../arithmetic/subtract.js';
import { normaliseAxis, requireFloat } from '../check.js';
import { reduceSum } from '../reductions/reduce-sum.js';

export function logSoftmax(x: Tensor, axis = -1): Tensor {
  requireFloat('logSoftmax', x);
  const front = normaliseAxis('logSoftmax', axis, x.shape);
  const y = x.graph.emit('LogSoftmax', [x], { axis: front }, x.shape);
  x.graph.record({
    inputs: [x],
    outputs: [y],
    rule: ([dy]) => [subtract(dy!, multiply(exp(y), reduceSum(dy!, [front], true)))],
  });
  return y;
}
