/** 1 / (1 + e⁻ˣ). */
import type { Tensor } from '../../graph/tensor.js';
import { elementwise } from '../arithmetic/elementwise.js';
import { multiply } from '../arithmetic/multiply.js';
import { subtract } from '../arithmetic/subtract.js';

export function sigmoid(x: Tensor): Tensor {
  return elementwise('sigmoid', 'Sigmoid', x, (_x, y, dy) => multiply(dy, subtract(y, multiply(y, y))));
}
