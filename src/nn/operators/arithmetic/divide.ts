/** Quotient of two tensors element by element, with broadcasting. */
import type { Tensor } from '../../graph/tensor.js';
import { broadcastShape, requireFloat } from '../check.js';
import { asTensor, type Operand } from '../operand.js';
import { sumTo } from '../shapes/broadcast.js';
import { multiply } from './multiply.js';
import { negate } from './negate.js';

export function divide(a: Tensor, other: Operand): Tensor {
  const b = asTensor(a.graph, other);
  requireFloat('divide', a, b);
  const y = a.graph.emit('Div', [a, b], {}, broadcastShape('divide', a, b));
  a.graph.record({
    inputs: [a, b],
    outputs: [y],
    rule: ([dy], wanted) => {
      const da = divide(dy!, b);
      return [
        wanted[0] ? sumTo(da, a.shape) : undefined,
        wanted[1] ? negate(sumTo(multiply(da, y), b.shape)) : undefined,
      ];
    },
  });
  return y;
}
