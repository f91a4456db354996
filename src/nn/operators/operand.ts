/** Operands of arithmetic: a tensor or a number. */
import { LineamentError } from '../../core/errors.js';
import type { GraphBuilder, Tensor } from '../graph/tensor.js';

/** A plain number stands for a scalar constant. */
export type Operand = Tensor | number;

export function asTensor(graph: GraphBuilder, operand: Operand): Tensor {
  if (typeof operand === 'number') return graph.constant(operand);
  // Plain JavaScript can pass anything, most easily a property that is not there.
  if (typeof operand?.name === 'string') return operand;
  throw new LineamentError(`operators: an operand must be a tensor or a number, got ${typeof operand}`);
}
