/** Axes in another order. */
import type { Tensor } from '../../graph/tensor.js';
import { requireShapes } from '../check.js';

/** @param order – `order[i]` is the axis of x that becomes axis i. */
export function transpose(x: Tensor, order: readonly number[]): Tensor {
  requireShapes(
    'transpose',
    order.length === x.shape.length && x.shape.every((_, axis) => order.includes(axis)),
    `the order [${order.join(', ')}] must name each axis once`,
    x,
  );
  const shape = order.map((axis) => x.shape[axis]!);
  const y = x.graph.emit('Transpose', [x], { perm: order }, shape, { dtype: x.dtype });
  x.graph.record({
    inputs: [x],
    outputs: [y],
    rule: ([dy]) => [
      transpose(
        dy!,
        order.map((_, axis) => order.indexOf(axis)),
      ),
    ],
  });
  return y;
}
