/**
 * Dropout (Srivastava et al., JMLR 2014): in training each element is 0 with probability `rate`, and the others are
 * multiplied by 1 / (1 − rate); in inference x stays as it is.
 *
 * What is dropped is decided by uniform numbers that come from outside, so that a training can be repeated bit by
 * bit: `uniformNoise` of a fed seed, or fed numbers. Noise of fewer elements drops them together: `[B, C, 1, 1]` drops
 * whole channels (Tompson et al., CVPR 2015).
 *
 * @example
 * const seed = graph.input('seed', [batch]);
 * const y = dropout(x, 0.1, uniformNoise(seed, x.shape.slice(1)));
 */
import { LineamentError } from '../../../core/errors.js';
import { sameShape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { multiply } from '../arithmetic/multiply.js';
import { subtract } from '../arithmetic/subtract.js';
import { broadcastShape, requireFloat, requireShapes } from '../check.js';
import { step } from '../comparisons/step.js';

/**
 * @param rate – from 0 to below 1.
 * @param noise – uniform from 0 to below 1, broadcasting to x; none is needed in inference.
 */
export function dropout(x: Tensor, rate: number, noise?: Tensor): Tensor {
  requireFloat('dropout', x);
  if (!(rate >= 0 && rate < 1))
    throw new LineamentError(`dropout: the rate must be from 0 to below 1, got ${rate}`);
  if (x.graph.mode === 'inference') return x;
  if (noise === undefined)
    throw new LineamentError(`dropout: in training ${x.name} needs noise, got none`, {
      hint: 'give uniformNoise of a fed seed',
    });
  requireFloat('dropout', noise);
  requireShapes(
    'dropout',
    sameShape(broadcastShape('dropout', x, noise), x.shape),
    'the noise must broadcast to x',
    x,
    noise,
  );
  const factor = multiply(step(subtract(noise, rate), 1), 1 / (1 - rate));
  const y = x.graph.emit('Mul', [x, factor], {}, x.shape);
  x.graph.record({ inputs: [x], outputs: [y], rule: ([dy]) => [multiply(dy!, factor)] });
  return y;
}
