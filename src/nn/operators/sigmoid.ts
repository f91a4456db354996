/** 1 / (1 + e⁻ˣ). */
import type { Tensor } from '../graph/tensor.js';
import { elementwise } from './elementwise.js';
import { multiply } from './multiply.js';
import { subtract } from './subtract.js';

export function sigmoid(x: Tensor): Tensor {
  return elementwise('sigmoid', 'Sigmoid', x, (_x, y, dy) => multiply(dy, subtract(y, multiply(y, y))));
}
