/** The error function, 2/√π ∫₀ˣ e^(−t²) dt. */
import type { Tensor } from '../../graph/tensor.js';
import { elementwise } from './elementwise.js';
import { exp } from './exp.js';
import { multiply } from './multiply.js';
import { negate } from './negate.js';
import { square } from './square.js';

export function erf(x: Tensor): Tensor {
  return elementwise('erf', 'Erf', x, (input, _y, dy) =>
    multiply(dy, multiply(exp(negate(square(input))), 2 / Math.sqrt(Math.PI))),
  );
}
