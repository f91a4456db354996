/** 1 where x is above 0, else 0, as float32: a mask for gradient rules. It has no gradient. */
import type { Tensor } from '../../graph/tensor.js';
import { requireFloat } from '../check.js';

/** So steep that every x from 1e-30 gives 1; what lies between it and 0 gives a fraction, which training never meets. */
const slope = 1e30;

/**
 * One HardSigmoid, max(0, min(1, slope·x + offset)), which costs a fraction of a comparison and a cast.
 * @param atZero – what x = 0 gives.
 */
export function step(x: Tensor, atZero: 0 | 1 = 0): Tensor {
  requireFloat('step', x);
  return x.graph.emit('HardSigmoid', [x], { alpha: { float: slope }, beta: { float: atZero } }, x.shape);
}
