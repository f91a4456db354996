/**
 * Largest value of windows that may overlap or reach into the padding, for `maxPool2d`. Of equal largest values the
 * first of a window receives the gradient. The Indices output of MaxPool tells the place; it costs eight times the
 * pooling itself, and so only where windows do not lie side by side.
 */
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { requireShapes, requireWhole } from '../check.js';
import { reshapeIndices } from '../indexing/indices.js';
import { broadcastTo } from '../shapes/broadcast.js';
import { reshape } from '../shapes/reshape.js';

export interface MaxPoolOptions {
  /** Default the window's size: windows side by side. */
  stride?: number;
  /** On each side, at most half a window, and never the largest value; default 0. */
  padding?: number;
}

/** @param x – `[B, C, H, W]`. @returns `[B, C, H', W']`, H' = ⌊(H + 2·padding − size) / stride⌋ + 1. */
export function slidingMaxPool2d(
  x: Tensor,
  size: number,
  { stride = size, padding = 0 }: MaxPoolOptions,
): Tensor {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  requireWhole('maxPool2d', 'stride', stride, 1);
  requireWhole('maxPool2d', 'padding', padding, 0);
  requireShapes(
    'maxPool2d',
    Math.min(height, width) + 2 * padding >= size && 2 * padding <= size,
    `the window of ${size} must fit into the padded image and reach beyond the padding of ${padding}`,
    x,
  );
  const graph = x.graph;
  const outSize = (length: number): number => Math.floor((length + 2 * padding - size) / stride) + 1;
  const shape = [batch, channels, outSize(height), outSize(width)];
  const attributes = {
    kernel_shape: [size, size],
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
  };
  const y = graph.emit('MaxPool', [x], attributes, shape);
  graph.record({
    inputs: [x],
    outputs: [y],
    rule: ([dy]) => {
      const [, places] = graph.emitAll('MaxPool', [x], attributes, [shape, shape], { dtype: 'int64' }) as [
        Tensor,
        Tensor,
      ];
      // Places count through the whole tensor.
      const gradient = graph.emit(
        'ScatterElements',
        [
          broadcastTo(graph.constant(0), [sizeOf(x.shape)]),
          reshapeIndices(places, [sizeOf(shape)]),
          reshape(dy!, [sizeOf(shape)]),
        ],
        { axis: 0, reduction: 'add' },
        [sizeOf(x.shape)],
      );
      return [reshape(gradient, x.shape)];
    },
  });
  return y;
}
