/** The same values, through which no gradient flows back. */
import type { Tensor } from '../../graph/tensor.js';

export function stopGradient(x: Tensor): Tensor {
  return x.graph.emit('Identity', [x], {}, x.shape, { dtype: x.dtype });
}
