/** |x|; the gradient at 0 is 0. */
import type { Tensor } from '../../graph/tensor.js';
import { elementwise } from './elementwise.js';
import { multiply } from './multiply.js';

export function abs(x: Tensor): Tensor {
  return elementwise('abs', 'Abs', x, (input, _y, dy) =>
    multiply(dy, input.graph.emit('Sign', [input], {}, input.shape)),
  );
}
