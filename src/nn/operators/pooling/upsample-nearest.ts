/** Repeats each pixel `factor` times along both axes. */
import type { Tensor } from '../../graph/tensor.js';
import { multiply } from '../arithmetic/multiply.js';
import { requireFloat, requireShapes } from '../check.js';

/** @param x – `[B, C, H, W]`. @returns `[B, C, factor·H, factor·W]`. */
export function upsampleNearest2d(x: Tensor, factor = 2): Tensor {
  requireFloat('upsampleNearest2d', x);
  requireShapes('upsampleNearest2d', x.shape.length === 4, 'x must be [B, C, H, W]', x);
  requireShapes(
    'upsampleNearest2d',
    Number.isInteger(factor) && factor >= 1,
    `the factor ${factor} must be a whole number`,
    x,
  );
  const y = repeatPixels(x, factor);
  x.graph.record({
    inputs: [x],
    outputs: [y],
    rule: ([dy]) => {
      const window = { kernel_shape: [factor, factor], strides: [factor, factor] };
      const mean = x.graph.emit('AveragePool', [dy!], window, x.shape);
      return [multiply(mean, factor * factor)];
    },
  });
  return y;
}

/** The bare node, for gradient rules as well. */
export function repeatPixels(x: Tensor, factor: number): Tensor {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const graph = x.graph;
  return graph.emit(
    'Resize',
    [x, undefined, graph.constant([1, 1, factor, factor])],
    { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
    [batch, channels, factor * height, factor * width],
  );
}
