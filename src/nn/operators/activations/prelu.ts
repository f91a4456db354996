/** A leaky ReLU whose slope is learned for each channel (He et al., ICCV 2015). */
import type { Tensor } from '../../graph/tensor.js';
import { multiply } from '../arithmetic/multiply.js';
import { requireFloat, requireShapes } from '../check.js';
import { minimum } from '../comparisons/minimum.js';
import { where } from '../comparisons/where.js';
import { sumTo } from '../shapes/broadcast.js';
import { reshape } from '../shapes/reshape.js';

/** @param x – `[B, C, …]`. @param slope – `[C]`. */
export function prelu(x: Tensor, slope: Tensor): Tensor {
  requireFloat('prelu', x, slope);
  requireShapes(
    'prelu',
    x.shape.length >= 2 && slope.shape.length === 1 && slope.shape[0] === x.shape[1],
    'the slope must be [C] for x of [B, C, …]',
    x,
    slope,
  );
  const perChannel = reshape(slope, [slope.shape[0]!, ...x.shape.slice(2).fill(1)]);
  const y = x.graph.emit('PRelu', [x, perChannel], {}, x.shape);
  x.graph.record({
    inputs: [x, perChannel],
    outputs: [y],
    rule: ([dy], wanted) => [
      wanted[0] ? multiply(dy!, where(x, 1, perChannel)) : undefined,
      wanted[1] ? sumTo(multiply(dy!, minimum(x, 0)), perChannel.shape) : undefined,
    ],
  });
  return y;
}
