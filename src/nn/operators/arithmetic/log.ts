/** Natural logarithm; x must be positive. */
import type { Tensor } from '../../graph/tensor.js';
import { divide } from './divide.js';
import { elementwise } from './elementwise.js';

export function log(x: Tensor): Tensor {
  return elementwise('log', 'Log', x, (_x, _y, dy) => divide(dy, x));
}
