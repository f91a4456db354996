/** Entries along one axis, such as a subset of landmarks. An index may come more than once. */
import type { Tensor } from '../../graph/tensor.js';
import { normaliseAxis, requireFloat, requireShapes } from '../check.js';
import { broadcastTo } from '../shapes/broadcast.js';
import { asIndices, type Indices, reshapeIndices } from './indices.js';

/**
 * The gradient adds up where an index comes more than once.
 * @param indices – `[M]`, places along the axis; fed ones are not checked.
 * @returns as x, but of size M along the axis.
 */
export function gather(x: Tensor, indices: Indices, axis: number): Tensor {
  requireFloat('gather', x);
  const front = normaliseAxis('gather', axis, x.shape);
  const graph = x.graph;
  const places = asIndices('gather', graph, indices);
  requireShapes('gather', places.shape.length === 1, 'the indices must be [M]', x, places);
  if (!('name' in indices))
    requireShapes(
      'gather',
      Math.max(...indices) < x.shape[front]!,
      `the indices [${indices.join(', ')}] must lie within axis ${front}`,
      x,
    );
  const count = places.shape[0]!;
  const shape = x.shape.map((size, i) => (i === front ? count : size));
  const y = graph.emit('Gather', [x, places], { axis: front }, shape);
  graph.record({
    inputs: [x],
    outputs: [y],
    rule: ([dy]) => {
      const alongAxis = shape.map((_, i) => (i === front ? count : 1));
      const everywhere = broadcastTo(reshapeIndices(places, alongAxis), shape);
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
