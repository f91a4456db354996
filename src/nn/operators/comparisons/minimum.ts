/** The smaller of two tensors element by element, with broadcasting. Equal elements share the gradient evenly. */
import type { Tensor } from '../../graph/tensor.js';
import { multiply } from '../arithmetic/multiply.js';
import { broadcastShape, requireFloat } from '../check.js';
import { asTensor, type Operand } from '../operand.js';
import { sumTo } from '../shapes/broadcast.js';
import { largerShare } from './larger-share.js';

export function minimum(a: Tensor, other: Operand): Tensor {
  const b = asTensor(a.graph, other);
  requireFloat('minimum', a, b);
  const y = a.graph.emit('Min', [a, b], {}, broadcastShape('minimum', a, b));
  a.graph.record({
    inputs: [a, b],
    outputs: [y],
    rule: ([dy], wanted) => [
      wanted[0] ? sumTo(multiply(dy!, largerShare(b, a)), a.shape) : undefined,
      wanted[1] ? sumTo(multiply(dy!, largerShare(a, b)), b.shape) : undefined,
    ],
  });
  return y;
}
