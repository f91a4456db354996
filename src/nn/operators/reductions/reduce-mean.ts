/** Mean over axes; over all of them by default. */
import type { Tensor } from '../../graph/tensor.js';
import { multiply } from '../arithmetic/multiply.js';
import { requireFloat } from '../check.js';
import { broadcastTo } from '../shapes/broadcast.js';
import { reshape } from '../shapes/reshape.js';
import { reducedAxes } from './reduced-axes.js';

export function reduceMean(x: Tensor, axes?: readonly number[], keepDims = false): Tensor {
  requireFloat('reduceMean', x);
  const { axes: front, kept, shape, count } = reducedAxes('reduceMean', x, axes, keepDims);
  const y = x.graph.emit('ReduceMean', [x], { axes: front, keepdims: keepDims ? 1 : 0 }, shape);
  x.graph.record({
    inputs: [x],
    outputs: [y],
    rule: ([dy]) => [broadcastTo(reshape(multiply(dy!, 1 / count), kept), x.shape)],
  });
  return y;
}
