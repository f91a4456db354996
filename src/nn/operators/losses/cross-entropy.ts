/** Cross-entropy of a softmax, from logits: −Σ target · log softmax(logits), the mean over all that is classified. */
import { sameShape, sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { logSoftmax } from '../activations/log-softmax.js';
import { multiply } from '../arithmetic/multiply.js';
import { normaliseAxis, requireFloat, requireShapes } from '../check.js';
import { oneHot } from '../indexing/one-hot.js';
import { reduceSum } from '../reductions/reduce-sum.js';

/**
 * @param logits – with the classes along `axis`, such as `[B, N]` or `[B, N, H, W]`.
 * @param target – of the same shape, shares that sum to 1 along the axis, or to how much the row counts; or without the axis, such as `[B]` or
 *   `[B, H, W]`, the number of each class (int64, or float32 as a trainer feeds it; not checked to be within N).
 * @param axis – default 1.
 * @returns a scalar.
 */
export function crossEntropy(logits: Tensor, target: Tensor, axis = 1): Tensor {
  requireFloat('crossEntropy', logits);
  const front = normaliseAxis('crossEntropy', axis, logits.shape);
  const soft = sameShape(target.shape, logits.shape);
  requireShapes(
    'crossEntropy',
    soft || sameShape(target.shape, logits.shape.toSpliced(front, 1)),
    `the target must have the shape of the logits, or that without axis ${front}`,
    logits,
    target,
  );
  const classes = logits.shape[front]!;
  const shares = soft ? target : oneHot(target, classes, front);
  const agreement = reduceSum(multiply(logSoftmax(logits, front), shares));
  return multiply(agreement, -classes / sizeOf(logits.shape));
}
