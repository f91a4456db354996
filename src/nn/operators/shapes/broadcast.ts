/** Broadcasting to a larger shape, and its reverse, the sum down to a smaller one. */
import { type Shape, sameShape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { requireShapes } from '../check.js';

/** Repeats axes of size 1 (and new leading axes) up to `shape`. */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  const offset = shape.length - x.shape.length;
  requireShapes(
    'broadcastTo',
    offset >= 0 && x.shape.every((size, axis) => size === 1 || size === shape[axis + offset]),
    'sizes, aligned at the last axis, must be 1 or equal',
    x,
    shape,
  );
  if (sameShape(x.shape, shape)) return x;
  const y = x.graph.emit('Expand', [x, x.graph.integers(shape)], {}, shape, { dtype: x.dtype });
  x.graph.record({ inputs: [x], outputs: [y], rule: ([dy]) => [sumTo(dy!, x.shape)] });
  return y;
}

/** Sums what broadcasting repeated. For gradient rules: it records none itself. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const offset = x.shape.length - shape.length;
  const axes = x.shape
    .map((_, axis) => axis)
    .filter((axis) => axis < offset || (shape[axis - offset] === 1 && x.shape[axis] !== 1));
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const graph = x.graph;
  const sum =
    axes.length === 0 ? x : graph.emit('ReduceSum', [x, graph.integers(axes)], { keepdims: 1 }, kept);
  return offset === 0 ? sum : graph.emit('Reshape', [sum, graph.integers(shape)], {}, shape);
}
