/** Hyperbolic tangent. */
import type { Tensor } from '../graph/tensor.js';
import { elementwise } from './elementwise.js';
import { multiply } from './multiply.js';
import { subtract } from './subtract.js';

export function tanh(x: Tensor): Tensor {
  return elementwise('tanh', 'Tanh', x, (_x, y, dy) => subtract(dy, multiply(dy, multiply(y, y))));
}
