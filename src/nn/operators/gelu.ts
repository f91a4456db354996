/** x · Φ(x), Φ the normal distribution function, without approximation (Hendrycks & Gimpel, arXiv 1606.08415). */
import type { Tensor } from '../graph/tensor.js';
import { add } from './add.js';
import { requireFloat } from './check.js';
import { erf } from './erf.js';
import { multiply } from './multiply.js';

export function gelu(x: Tensor): Tensor {
  requireFloat('gelu', x);
  return multiply(multiply(x, 0.5), add(erf(multiply(x, Math.SQRT1_2)), 1));
}
