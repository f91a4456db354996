/** Adds one number to each channel: axis 1. */

import { perChannel } from '../../graph/gradient-tape.js';
import type { Tensor } from '../../graph/tensor.js';
import { requireFloat, requireShapes } from '../check.js';

/**
 * @param x – `[B, C, …]`.
 * @param bias – `[C]`.
 */
export function addBias(x: Tensor, bias: Tensor): Tensor {
  requireFloat('addBias', x, bias);
  requireShapes(
    'addBias',
    x.shape.length >= 2 && bias.shape.length === 1 && bias.shape[0] === x.shape[1],
    'the bias must be [C] for x of [B, C, …]',
    x,
    bias,
  );
  const graph = x.graph;
  const y = graph.emit('Add', [x, perChannel(bias, x.shape.length)], {}, x.shape);
  const others = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  graph.record({
    inputs: [x, bias],
    outputs: [y],
    rule: ([dy], wanted) => [
      dy,
      wanted[1]
        ? graph.emit('ReduceSum', [dy!, graph.integers(others)], { keepdims: 0 }, bias.shape)
        : undefined,
    ],
  });
  return y;
}
