/**
 * The values of one tensor with the gradient of another: the straight-through estimator (Bengio et al., arXiv
 * 1308.3432), by which a rounding or a hard choice is trained as if it were the soft value that it came from.
 */
import { sameShape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { requireFloat, requireShapes } from '../check.js';

/**
 * @param soft – what the gradient flows to, unchanged.
 * @param hard – the values, of the same shape; no gradient flows to it.
 */
export function straightThrough(soft: Tensor, hard: Tensor): Tensor {
  requireFloat('straightThrough', soft, hard);
  requireShapes(
    'straightThrough',
    sameShape(soft.shape, hard.shape),
    'both shapes must be equal',
    soft,
    hard,
  );
  const y = soft.graph.emit('Identity', [hard], {}, soft.shape);
  soft.graph.record({ inputs: [soft], outputs: [y], rule: ([dy]) => [dy!] });
  return y;
}
