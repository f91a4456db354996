/** Sum of two tensors, with broadcasting. */
import type { Tensor } from '../../graph/tensor.js';
import { broadcastShape, requireFloat } from '../check.js';
import { asTensor, type Operand } from '../operand.js';
import { sumTo } from '../shapes/broadcast.js';

export function add(a: Tensor, other: Operand): Tensor {
  const b = asTensor(a.graph, other);
  requireFloat('add', a, b);
  const y = a.graph.emit('Add', [a, b], {}, broadcastShape('add', a, b));
  a.graph.record({
    inputs: [a, b],
    outputs: [y],
    rule: ([dy], wanted) => [
      wanted[0] ? sumTo(dy!, a.shape) : undefined,
      wanted[1] ? sumTo(dy!, b.shape) : undefined,
    ],
  });
  return y;
}
