/**
 * Elements picked along one axis, by indices of their own at every other place: for each sample the entry of its class,
 * the k best of each row. `gather` picks the same entries everywhere.
 */
import type { Tensor } from '../../graph/tensor.js';
import { normaliseAxis, requireFloat, requireShapes } from '../check.js';
import { broadcastTo } from '../shapes/broadcast.js';
import { asIndices } from './indices.js';

/**
 * The gradient adds up where an element is picked more than once.
 * @param x – of any shape.
 * @param indices – as x but for the size along the axis; from 0 to below x's size there, fed ones are not checked.
 *   int64, or float32 as a trainer feeds it.
 * @returns of the indices' shape: y[…, i, …] = x[…, indices[…, i, …], …].
 */
export function takeAlongAxis(x: Tensor, indices: Tensor, axis: number): Tensor {
  requireFloat('takeAlongAxis', x);
  const front = normaliseAxis('takeAlongAxis', axis, x.shape);
  requireShapes(
    'takeAlongAxis',
    indices.shape.length === x.shape.length &&
      x.shape.every((size, i) => i === front || indices.shape[i] === size),
    `the indices must be shaped as x but for axis ${front}`,
    x,
    indices,
  );
  const graph = x.graph;
  const places = asIndices('takeAlongAxis', graph, indices);
  const y = graph.emit('GatherElements', [x, places], { axis: front }, indices.shape);
  graph.record({
    inputs: [x],
    outputs: [y],
    rule: ([dy]) => [
      graph.emit(
        'ScatterElements',
        [broadcastTo(graph.constant(0), x.shape), places, dy!],
        { axis: front, reduction: 'add' },
        x.shape,
      ),
    ],
  });
  return y;
}
