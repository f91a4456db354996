/** x · Φ(x), Φ the normal distribution function, without approximation (Hendrycks & Gimpel, arXiv 1606.08415). */
import type { Tensor } from '../../graph/tensor.js';
import { add } from '../arithmetic/add.js';
import { erf } from '../arithmetic/erf.js';
import { multiply } from '../arithmetic/multiply.js';
import { requireFloat } from '../check.js';

export function gelu(x: Tensor): Tensor {
  requireFloat('gelu', x);
  return multiply(multiply(x, 0.5), add(erf(multiply(x, Math.SQRT1_2)), 1));
}
