/** For gradient rules of minimum and maximum: which of two tensors is the larger. */
import type { Tensor } from '../../graph/tensor.js';
import { add } from '../arithmetic/add.js';
import { multiply } from '../arithmetic/multiply.js';
import { subtract } from '../arithmetic/subtract.js';
import { step } from './step.js';

/** 1 where a > b, ½ where they are equal, else 0, with broadcasting. It has no gradient. */
export function largerShare(a: Tensor, b: Tensor): Tensor {
  const difference = subtract(a, b);
  return multiply(add(step(difference, 0), step(difference, 1)), 0.5);
}
