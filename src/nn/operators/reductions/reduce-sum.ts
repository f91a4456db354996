/** Sum over axes; over all of them by default. */
import type { Tensor } from '../../graph/tensor.js';
import { requireFloat } from '../check.js';
import { broadcastTo } from '../shapes/broadcast.js';
import { reshape } from '../shapes/reshape.js';
import { reducedAxes } from './reduced-axes.js';

export function reduceSum(x: Tensor, axes?: readonly number[], keepDims = false): Tensor {
  requireFloat('reduceSum', x);
  const { axes: front, kept, shape } = reducedAxes('reduceSum', x, axes, keepDims);
  const graph = x.graph;
  const y = graph.emit('ReduceSum', [x, graph.integers(front)], { keepdims: keepDims ? 1 : 0 }, shape);
  graph.record({
    inputs: [x],
    outputs: [y],
    rule: ([dy]) => [broadcastTo(reshape(dy!, kept), x.shape)],
  });
  return y;
}
