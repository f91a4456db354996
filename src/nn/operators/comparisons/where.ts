/** Chooses between two tensors by the sign of a third. */
import type { Tensor } from '../../graph/tensor.js';
import { broadcastShape, requireFloat } from '../check.js';
import { asTensor, type Operand } from '../operand.js';
import { sumTo } from '../shapes/broadcast.js';

/**
 * a where the mask is above 0, else b, with broadcasting. The other side's values never enter, so NaN or infinity
 * may stand there; nor do they enter the gradient.
 */
export function where(mask: Tensor, a: Operand, b: Operand): Tensor {
  const graph = mask.graph;
  const [chosen, other] = [asTensor(graph, a), asTensor(graph, b)];
  requireFloat('where', mask, chosen, other);
  const inner = { ...mask, shape: broadcastShape('where', mask, chosen) };
  const shape = broadcastShape('where', inner, other);
  const condition = graph.emit('Greater', [mask, graph.constant(0)], {}, mask.shape, { dtype: 'bool' });
  const y = graph.emit('Where', [condition, chosen, other], {}, shape);
  const zero = graph.constant(0);
  graph.record({
    inputs: [chosen, other],
    outputs: [y],
    rule: ([dy], wanted) => [
      wanted[0] ? sumTo(graph.emit('Where', [condition, dy!, zero], {}, shape), chosen.shape) : undefined,
      wanted[1] ? sumTo(graph.emit('Where', [condition, zero, dy!], {}, shape), other.shape) : undefined,
    ],
  });
  return y;
}
