/** x². */
import type { Tensor } from '../../graph/tensor.js';
import { requireFloat } from '../check.js';
import { multiply } from './multiply.js';

export function square(x: Tensor): Tensor {
  requireFloat('square', x);
  const y = x.graph.emit('Mul', [x, x], {}, x.shape);
  x.graph.record({ inputs: [x], outputs: [y], rule: ([dy]) => [multiply(multiply(dy!, 2), x)] });
  return y;
}
