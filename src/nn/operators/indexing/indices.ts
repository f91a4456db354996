/** Indices as operators take them: fixed numbers, or a tensor fed at each run. */
import { LineamentError } from '../../../core/errors.js';
import type { Shape } from '../../graph/shape.js';
import type { GraphBuilder, Tensor } from '../../graph/tensor.js';
import { elementTypes } from '../../onnx/model.js';

/**
 * A list stands for an axis of fixed indices. A tensor may be int64, or float32 that holds whole numbers, which is what
 * a trainer feeds; float32 holds them exactly up to 2²⁴.
 */
export type Indices = Tensor | readonly number[];

/** As int64, of the same shape. */
export function asIndices(operator: string, graph: GraphBuilder, indices: Indices): Tensor {
  if (!('name' in indices)) {
    if (indices.length > 0 && indices.every((index) => Number.isInteger(index) && index >= 0))
      return graph.integers(indices);
    throw new LineamentError(
      `${operator}: indices must be whole and not negative, got [${indices.join(', ')}]`,
    );
  }
  if (indices.dtype === 'int64') return indices;
  if (indices.dtype !== 'float32')
    throw new LineamentError(
      `${operator}: indices are int64 or float32, got ${indices.name} of ${indices.dtype}`,
    );
  return graph.emit('Cast', [indices], { to: elementTypes.int64 }, indices.shape, { dtype: 'int64' });
}

/** int64 under another shape of as many elements. */
export function reshapeIndices(indices: Tensor, shape: Shape): Tensor {
  const graph = indices.graph;
  return graph.emit('Reshape', [indices, graph.integers(shape)], {}, shape, { dtype: 'int64' });
}
