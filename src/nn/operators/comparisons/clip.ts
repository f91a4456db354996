/** x held within [low, high]; the gradient is 0 outside and 1 within. */

import { LineamentError } from '../../../core/errors.js';
import type { Tensor } from '../../graph/tensor.js';
import { multiply } from '../arithmetic/multiply.js';
import { negate } from '../arithmetic/negate.js';
import { subtract } from '../arithmetic/subtract.js';
import { requireFloat } from '../check.js';
import { step } from './step.js';

export function clip(x: Tensor, low: number, high: number): Tensor {
  requireFloat('clip', x);
  if (!(low < high)) throw new LineamentError(`clip: low must be below high, got ${low} and ${high}`);
  const graph = x.graph;
  const y = graph.emit('Clip', [x, graph.constant(low), graph.constant(high)], {}, x.shape);
  graph.record({
    inputs: [x],
    outputs: [y],
    rule: ([dy]) => [multiply(dy!, multiply(step(subtract(x, low), 1), step(negate(subtract(x, high)), 1)))],
  });
  return y;
}
