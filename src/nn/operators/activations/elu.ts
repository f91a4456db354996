/** x where it is positive, else alpha · (eˣ − 1) (Clevert et al., ICLR 2016). */
import type { Tensor } from '../../graph/tensor.js';
import { add } from '../arithmetic/add.js';
import { elementwise } from '../arithmetic/elementwise.js';
import { multiply } from '../arithmetic/multiply.js';
import { where } from '../comparisons/where.js';

export function elu(x: Tensor, alpha = 1): Tensor {
  return elementwise('elu', 'Elu', x, (input, y, dy) => multiply(dy, where(input, 1, add(y, alpha))), {
    alpha: { float: alpha },
  });
}
