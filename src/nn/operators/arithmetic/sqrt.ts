/** Square root; its gradient is infinite at 0, so add a small number before. */
import type { Tensor } from '../../graph/tensor.js';
import { divide } from './divide.js';
import { elementwise } from './elementwise.js';
import { multiply } from './multiply.js';

export function sqrt(x: Tensor): Tensor {
  return elementwise('sqrt', 'Sqrt', x, (_x, y, dy) => divide(multiply(dy, 0.5), y));
}
