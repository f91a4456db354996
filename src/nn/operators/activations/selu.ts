/** The scaled ELU, which keeps activations at mean 0 and variance 1 (Klambauer et al., NeurIPS 2017). */
import type { Tensor } from '../../graph/tensor.js';
import { multiply } from '../arithmetic/multiply.js';
import { requireFloat } from '../check.js';
import { elu } from './elu.js';

/** Appendix A1 of the paper. */
const alpha = 1.6732632423543772;
const scale = 1.0507009873554805;

export function selu(x: Tensor): Tensor {
  requireFloat('selu', x);
  return multiply(elu(x, alpha), scale);
}
