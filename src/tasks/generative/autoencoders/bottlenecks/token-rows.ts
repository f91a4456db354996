/** Between grids and rows. B batch, D length of a vector, h, w the grid, N = B·h·w. */
import type { Tensor } from '../../../../nn/graph/tensor.js';
import { elementTypes } from '../../../../nn/onnx/model.js';
import { reshape } from '../../../../nn/operators/shapes/reshape.js';
import { transpose } from '../../../../nn/operators/shapes/transpose.js';

/** `[B, D, h, w]` to `[N, D]`. */
export function toRows(grid: Tensor): Tensor {
  return reshape(transpose(grid, [0, 2, 3, 1]), [-1, grid.shape[1]!]);
}

/** `[N, D]` to `[B, D, h, w]`. */
export function toGrid(rows: Tensor, [height, width]: readonly [number, number]): Tensor {
  const depth = rows.shape[1]!;
  return transpose(reshape(rows, [rows.shape[0]! / height / width, height, width, depth]), [0, 3, 1, 2]);
}

/** `[N, K]`: the number of the largest of each row, `[N]` int64; of equal ones the first. No gradient. */
export function largest(rows: Tensor): Tensor {
  return rows.graph.emit('ArgMax', [rows], { axis: 1, keepdims: 0 }, [rows.shape[0]!], { dtype: 'int64' });
}

/** Numbers `[N]` as `[B, h·w]` float32, as sessions give them. */
export function asTokens(numbers: Tensor, batch: number): Tensor {
  const float = numbers.graph.emit('Cast', [numbers], { to: elementTypes.float32 }, numbers.shape);
  return reshape(float, [batch, -1]);
}
