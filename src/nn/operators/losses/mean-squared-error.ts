/** Mean of (prediction − target)² over all elements, a scalar. */
import { sameShape, sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { multiply } from '../arithmetic/multiply.js';
import { negate } from '../arithmetic/negate.js';
import { requireFloat, requireShapes } from '../check.js';

/** One node each for the difference and for its gradient: heatmaps are large. */
export function meanSquaredError(prediction: Tensor, target: Tensor): Tensor {
  requireFloat('meanSquaredError', prediction, target);
  requireShapes(
    'meanSquaredError',
    sameShape(prediction.shape, target.shape),
    'both shapes must be equal',
    prediction,
    target,
  );
  const graph = prediction.graph;
  const difference = graph.emit('Sub', [prediction, target], {}, prediction.shape);
  const squares = graph.emit('Mul', [difference, difference], {}, prediction.shape);
  const loss = graph.emit('ReduceMean', [squares], { keepdims: 0 }, []);
  graph.record({
    inputs: [prediction, target],
    outputs: [loss],
    rule: ([dLoss], wanted) => {
      const gradient = multiply(difference, multiply(dLoss!, 2 / sizeOf(prediction.shape)));
      return [wanted[0] ? gradient : undefined, wanted[1] ? negate(gradient) : undefined];
    },
  });
  return loss;
}
