/** eˣ. */
import type { Tensor } from '../../graph/tensor.js';
import { elementwise } from './elementwise.js';
import { multiply } from './multiply.js';

export function exp(x: Tensor): Tensor {
  return elementwise('exp', 'Exp', x, (_x, y, dy) => multiply(dy, y));
}
