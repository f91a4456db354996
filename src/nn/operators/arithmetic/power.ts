/**
 * base to the power of exponent, element by element, with broadcasting. Where the exponent is trained, or is no whole
 * number, the base must be positive.
 */
import type { Tensor } from '../../graph/tensor.js';
import { broadcastShape, requireFloat } from '../check.js';
import { asTensor, type Operand } from '../operand.js';
import { sumTo } from '../shapes/broadcast.js';
import { log } from './log.js';
import { multiply } from './multiply.js';
import { subtract } from './subtract.js';

export function power(base: Tensor, exponent: Operand): Tensor {
  const graph = base.graph;
  const to = asTensor(graph, exponent);
  requireFloat('power', base, to);
  const shape = broadcastShape('power', base, to);
  const y = graph.emit('Pow', [base, to], {}, shape);
  graph.record({
    inputs: [base, to],
    outputs: [y],
    rule: ([dy], wanted) => {
      const lower = (): Tensor => graph.emit('Pow', [base, subtract(to, 1)], {}, shape);
      return [
        wanted[0] ? sumTo(multiply(dy!, multiply(lower(), to)), base.shape) : undefined,
        wanted[1] ? sumTo(multiply(dy!, multiply(y, log(base))), to.shape) : undefined,
      ];
    },
  });
  return y;
}
