/** Mean of each window; zeros of the padding count. Over whole images: `reduceMean(x, [2, 3])`. */
import type { Tensor } from '../../graph/tensor.js';
import { multiply } from '../arithmetic/multiply.js';
import { requireFloat, requireShapes, requireWhole } from '../check.js';
import { repeatPixels } from './upsample-nearest.js';

export interface AveragePoolOptions {
  /** Default the window's size: windows side by side. */
  stride?: number;
  /** Zeros added on each side, at most half a window; default 0. */
  padding?: number;
}

/**
 * @param x – `[B, C, H, W]`.
 * @param size – of the window, in pixels.
 * @returns `[B, C, H', W']`, H' = ⌊(H + 2·padding − size) / stride⌋ + 1.
 */
export function averagePool2d(x: Tensor, size = 2, options: AveragePoolOptions = {}): Tensor {
  const { stride = size, padding = 0 } = options;
  requireFloat('averagePool2d', x);
  requireShapes('averagePool2d', x.shape.length === 4, 'x must be [B, C, H, W]', x);
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  requireWhole('averagePool2d', 'window', size, 1);
  requireWhole('averagePool2d', 'stride', stride, 1);
  requireWhole('averagePool2d', 'padding', padding, 0);
  const [spareRows, spareColumns] = [height + 2 * padding - size, width + 2 * padding - size];
  requireShapes(
    'averagePool2d',
    spareRows >= 0 && spareColumns >= 0 && 2 * padding <= size,
    `the window of ${size} must fit into the padded image and reach beyond the padding of ${padding}`,
    x,
  );
  const graph = x.graph;
  const pads = [padding, padding, padding, padding];
  const y = graph.emit(
    'AveragePool',
    [x],
    { kernel_shape: [size, size], strides: [stride, stride], pads, count_include_pad: 1 },
    [batch, channels, Math.floor(spareRows / stride) + 1, Math.floor(spareColumns / stride) + 1],
  );
  const sideBySide = stride === size && padding === 0 && spareRows % size === 0 && spareColumns % size === 0;
  graph.record({
    inputs: [x],
    outputs: [y],
    rule: ([dy]) => {
      const share = multiply(dy!, 1 / size ** 2);
      if (sideBySide) return [repeatPixels(share, size)];
      const ones = graph.constant(new Float32Array(channels * size ** 2).fill(1), [channels, 1, size, size]);
      return [
        graph.emit(
          'ConvTranspose',
          [share, ones],
          {
            kernel_shape: [size, size],
            strides: [stride, stride],
            pads,
            group: channels,
            // Rows and columns at the far edge that no window reaches.
            output_padding: [spareRows % stride, spareColumns % stride],
          },
          x.shape,
        ),
      ];
    },
  });
  return y;
}
