/** x · sigmoid(x), also called swish (Elfwing et al., Neural Networks 2018). */
import type { Tensor } from '../../graph/tensor.js';
import { multiply } from '../arithmetic/multiply.js';
import { requireFloat } from '../check.js';
import { sigmoid } from './sigmoid.js';

export function silu(x: Tensor): Tensor {
  requireFloat('silu', x);
  return multiply(x, sigmoid(x));
}
