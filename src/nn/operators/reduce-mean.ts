/** Mean over axes; over all of them by default. */
import type { Tensor } from '../graph/tensor.js';
import { broadcastTo } from './broadcast.js';
import { requireFloat } from './check.js';
import { multiply } from './multiply.js';
import { reducedAxes } from './reduced-axes.js';
import { reshape } from './reshape.js';

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
