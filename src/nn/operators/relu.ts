/** max(x, 0); the gradient at 0 is 0. */
import type { Tensor } from '../graph/tensor.js';
import { elementwise } from './elementwise.js';
import { multiply } from './multiply.js';
import { step } from './step.js';

export function relu(x: Tensor): Tensor {
  return elementwise('relu', 'Relu', x, (_x, y, dy) => multiply(step(y), dy));
}
