/** max(x, 0); the gradient at 0 is 0. */
import type { Tensor } from '../../graph/tensor.js';
import { elementwise } from '../arithmetic/elementwise.js';
import { multiply } from '../arithmetic/multiply.js';
import { step } from '../comparisons/step.js';

/** What each ReLU was given, by its output. */
const inputs = new WeakMap<Tensor, Tensor>();

export function relu(x: Tensor): Tensor {
  const y = elementwise('relu', 'Relu', x, (_x, y, dy) => multiply(step(y), dy));
  inputs.set(y, x);
  return y;
}

/** x where `y` is relu(x), else undefined: for operators that may as well come before the ReLU. */
export function inputOfRelu(y: Tensor): Tensor | undefined {
  return inputs.get(y);
}
