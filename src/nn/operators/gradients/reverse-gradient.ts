/**
 * The same values; the gradient is reversed in sign and scaled (Ganin & Lempitsky, ICML 2015). What comes before it
 * then learns to make the loss large that what comes behind it makes small.
 *
 * To change the coefficient from step to step, feed it: a graph input of `[B, 1, …]`, the same number for each
 * sample. A sample whose coefficient is 0, such as one of the other domain, gives nothing back.
 */
import { sameShape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { multiply } from '../arithmetic/multiply.js';
import { negate } from '../arithmetic/negate.js';
import { broadcastShape, requireFloat, requireShapes } from '../check.js';
import { asTensor, type Operand } from '../operand.js';

/** @param coefficient – a number or a tensor that broadcasts to x; default 1. No gradient flows to it. */
export function reverseGradient(x: Tensor, coefficient: Operand = 1): Tensor {
  const graph = x.graph;
  const factor = asTensor(graph, coefficient);
  requireFloat('reverseGradient', x, factor);
  requireShapes(
    'reverseGradient',
    sameShape(broadcastShape('reverseGradient', x, factor), x.shape),
    'the coefficient must broadcast to x',
    x,
    factor,
  );
  const y = graph.emit('Identity', [x], {}, x.shape);
  graph.record({ inputs: [x], outputs: [y], rule: ([dy]) => [negate(multiply(dy!, factor))] });
  return y;
}
