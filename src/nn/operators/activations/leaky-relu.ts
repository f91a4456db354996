/** x where it is positive, else slope · x; the gradient at 0 is the slope. */
import type { Tensor } from '../../graph/tensor.js';
import { add } from '../arithmetic/add.js';
import { elementwise } from '../arithmetic/elementwise.js';
import { multiply } from '../arithmetic/multiply.js';
import { step } from '../comparisons/step.js';

export function leakyRelu(x: Tensor, slope = 0.01): Tensor {
  return elementwise(
    'leakyRelu',
    'LeakyRelu',
    x,
    (input, _y, dy) => multiply(dy, add(multiply(step(input), 1 - slope), slope)),
    { alpha: { float: slope } },
  );
}
