/** −x. */
import type { Tensor } from '../../graph/tensor.js';
import { elementwise } from './elementwise.js';

export function negate(x: Tensor): Tensor {
  return elementwise('negate', 'Neg', x, (_x, _y, dy) => negate(dy));
}
