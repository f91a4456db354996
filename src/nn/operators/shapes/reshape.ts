/** Reshape: the same elements in row-major order under another shape. */
import { type Shape, sameShape, sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { requireShapes } from '../check.js';

/** @param shape – one size may be −1: what remains. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  requireShapes(
    'reshape',
    shape.every((size) => size >= 1 || size === -1),
    'sizes must be positive, one may be −1',
    x,
    shape,
  );
  const known = sizeOf(shape.filter((size) => size !== -1));
  const free = shape.filter((size) => size === -1).length;
  const full = shape.map((size) => (size === -1 ? sizeOf(x.shape) / known : size));
  requireShapes(
    'reshape',
    free <= 1 && sizeOf(full) === sizeOf(x.shape) && full.every(Number.isInteger),
    'both shapes must hold as many elements',
    x,
    shape,
  );
  if (sameShape(x.shape, full)) return x;
  const y = x.graph.emit('Reshape', [x, x.graph.integers(full)], {}, full, { dtype: x.dtype });
  x.graph.record({ inputs: [x], outputs: [y], rule: ([dy]) => [reshape(dy!, x.shape)] });
  return y;
}
