/** Rows of a learned table, looked up by index: word embeddings, learned positions. */
import type { Tensor } from '../../graph/tensor.js';
import { requireFloat, requireShapes } from '../check.js';
import { broadcastTo } from '../shapes/broadcast.js';
import { asIndices, type Indices, reshapeIndices } from './indices.js';

/**
 * The gradient adds up where an index comes more than once.
 * @param table – `[N, D]`.
 * @param indices – of any shape, from 0 to N − 1; fed ones are not checked.
 * @returns `[…indices, D]`.
 */
export function embedding(table: Tensor, indices: Indices): Tensor {
  const graph = table.graph;
  requireFloat('embedding', table);
  requireShapes('embedding', table.shape.length === 2, 'the table must be [N, D]', table);
  const [count, depth] = table.shape as [number, number];
  const rows = asIndices('embedding', graph, indices);
  if (!('name' in indices))
    requireShapes(
      'embedding',
      Math.max(...indices) < count,
      `the indices [${indices.join(', ')}] must lie within the table`,
      table,
    );
  const y = graph.emit('Gather', [table, rows], { axis: 0 }, [...rows.shape, depth]);
  graph.record({
    inputs: [table],
    outputs: [y],
    rule: ([dy]) => [
      graph.emit(
        'ScatterND',
        [broadcastTo(graph.constant(0), table.shape), reshapeIndices(rows, [...rows.shape, 1]), dy!],
        { reduction: 'add' },
        table.shape,
      ),
    ],
  });
  return y;
}
