/** Product of two tensors element by element, with broadcasting. */
import type { Tensor } from '../../graph/tensor.js';
import { broadcastShape, requireFloat } from '../check.js';
import { asTensor, type Operand } from '../operand.js';
import { sumTo } from '../shapes/broadcast.js';

export function multiply(a: Tensor, other: Operand): Tensor {
  const b = asTensor(a.graph, other);
  requireFloat('multiply', a, b);
  const y = a.graph.emit('Mul', [a, b], {}, broadcastShape('multiply', a, b));
  a.graph.record({
    inputs: [a, b],
    outputs: [y],
    rule: ([dy], wanted) => [
      wanted[0] ? sumTo(multiply(dy!, b), a.shape) : undefined,
      wanted[1] ? sumTo(multiply(dy!, a), b.shape) : undefined,
    ],
  });
  return y;
}
