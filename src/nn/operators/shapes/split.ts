/** A tensor cut along one axis into parts of given sizes. */
import type { Tensor } from '../../graph/tensor.js';
import { normaliseAxis, requireFloat, requireShapes } from '../check.js';
import { broadcastTo } from './broadcast.js';
import { concat } from './concat.js';

/** @param sizes – of the parts along the axis; they sum to its size. */
export function split(x: Tensor, sizes: readonly number[], axis: number): Tensor[] {
  requireFloat('split', x);
  const front = normaliseAxis('split', axis, x.shape);
  requireShapes(
    'split',
    sizes.every((size) => Number.isInteger(size) && size > 0) &&
      sizes.reduce((sum, size) => sum + size, 0) === x.shape[front],
    `the sizes [${sizes.join(', ')}] must sum to axis ${front}`,
    x,
  );
  const graph = x.graph;
  const shapes = sizes.map((size) => x.shape.map((length, i) => (i === front ? size : length)));
  const parts = graph.emitAll('Split', [x, graph.integers(sizes)], { axis: front }, shapes);
  graph.record({
    inputs: [x],
    outputs: parts,
    rule: (cotangents) => [
      concat(
        cotangents.map((cotangent, index) => cotangent ?? broadcastTo(graph.constant(0), shapes[index]!)),
        front,
      ),
    ],
  });
  return parts;
}
