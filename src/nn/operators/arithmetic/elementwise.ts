/** The frame of operators of one argument that work on each element alone. */

import type { Tensor } from '../../graph/tensor.js';
import type { Attributes } from '../../onnx/model.js';
import { requireFloat } from '../check.js';

/**
 * @param type – the ONNX operator.
 * @param gradient – gives dL/dx from x, y = f(x) and dL/dy.
 */
export function elementwise(
  operator: string,
  type: string,
  x: Tensor,
  gradient: (x: Tensor, y: Tensor, dy: Tensor) => Tensor,
  attributes: Attributes = {},
): Tensor {
  requireFloat(operator, x);
  const y = x.graph.emit(type, [x], attributes, x.shape);
  x.graph.record({ inputs: [x], outputs: [y], rule: ([dy]) => [gradient(x, y, dy!)] });
  return y;
}
