/** log(1 + eˣ), a smooth positive function. */
import type { Tensor } from '../../graph/tensor.js';
import { elementwise } from '../arithmetic/elementwise.js';
import { multiply } from '../arithmetic/multiply.js';
import { sigmoid } from './sigmoid.js';

export function softplus(x: Tensor): Tensor {
  return elementwise('softplus', 'Softplus', x, (input, _y, dy) => multiply(dy, sigmoid(input)));
}
