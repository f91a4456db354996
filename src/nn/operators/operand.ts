/** Operands of arithmetic: a tensor or a number. */
import type { GraphBuilder, Tensor } from '../graph/tensor.js';

/** A plain number stands for a scalar constant. */
export type Operand = Tensor | number;

export function asTensor(graph: GraphBuilder, operand: Operand): Tensor {
  return typeof operand === 'number' ? graph.constant(operand) : operand;
}
