/** Entries along one axis by fixed indices, such as a subset of landmarks. An index may come more than once. */
import type { Tensor } from '../graph/tensor.js';
import { broadcastTo } from './broadcast.js';
import { normaliseAxis, requireFloat, requireShapes } from './check.js';

export function gather(x: Tensor, indices: readonly number[], axis: number): Tensor {
  requireFloat('gather', x);
  const front = normaliseAxis('gather', axis, x.shape);
  requireShapes(
    'gather',
    indices.length > 0 &&
      indices.every((index) => Number.isInteger(index) && index >= 0 && index < x.shape[front]!),
    `the indices [${indices.join(', ')}] must lie within axis ${front}`,
    x,
  );
  const graph = x.graph;
  const shape = x.shape.map((size, i) => (i === front ? indices.length : size));
  const y = graph.emit('Gather', [x, graph.integers(indices)], { axis: front }, shape);
  graph.record({
    inputs: [x],
    outputs: [y],
    rule: ([dy]) => {
      const alongAxis = graph.integers(
        indices,
        shape.map((_, i) => (i === front ? indices.length : 1)),
      );
      const everywhere = broadcastTo(alongAxis, shape);
      return [
        graph.emit(
          'ScatterElements',
          [broadcastTo(graph.constant(0), x.shape), everywhere, dy!],
          { axis: front, reduction: 'add' },
          x.shape,
        ),
      ];
    },
  });
  return y;
}
