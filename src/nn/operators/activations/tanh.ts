/** Hyperbolic tangent. */
import type { Tensor } from '../../graph/tensor.js';
import { elementwise } from '../arithmetic/elementwise.js';
import { multiply } from '../arithmetic/multiply.js';
import { subtract } from '../arithmetic/subtract.js';

export function tanh(x: Tensor): Tensor {
  return elementwise('tanh', 'Tanh', x, (_x, y, dy) => subtract(dy, multiply(dy, multiply(y, y))));
}
