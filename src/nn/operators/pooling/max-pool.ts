/**
 * Largest value of each window. Where windows lie side by side (stride = size) and several pixels of a window share the
 * largest value, each receives the whole gradient (PyTorch gives it to the first): after a ReLU such ties are zeros,
 * where the gradient ends anyway.
 *
 * Both keep the order of numbers, so that in training the largest of relu(x) is taken as relu of the largest: the ReLU
 * and its gradient then meet a quarter of the pixels, which saves 2 of the 100 ms of a hourglass's training step.
 */
import type { Tensor } from '../../graph/tensor.js';
import { inputOfRelu, relu } from '../activations/relu.js';
import { multiply } from '../arithmetic/multiply.js';
import { subtract } from '../arithmetic/subtract.js';
import { requireFloat, requireShapes, requireWhole } from '../check.js';
import { step } from '../comparisons/step.js';
import { type MaxPoolOptions, slidingMaxPool2d } from './sliding-max-pool.js';
import { repeatPixels } from './upsample-nearest.js';

/**
 * @param x – `[B, C, H, W]`; without options, H and W divisible by `size`.
 * @returns `[B, C, H/size, W/size]`, or as slidingMaxPool2d where options are given.
 */
export function maxPool2d(x: Tensor, size = 2, options?: MaxPoolOptions): Tensor {
  requireFloat('maxPool2d', x);
  requireShapes('maxPool2d', x.shape.length === 4, 'x must be [B, C, H, W]', x);
  requireWhole('maxPool2d', 'window', size, 1);
  if (options !== undefined) return slidingMaxPool2d(x, size, options);
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  requireShapes(
    'maxPool2d',
    height % size === 0 && width % size === 0,
    `height and width must be divisible by the window of ${size}`,
    x,
  );
  const beforeRelu = x.graph.mode === 'training' ? inputOfRelu(x) : undefined;
  if (beforeRelu !== undefined) return relu(maxPool2d(beforeRelu, size));
  const window = { kernel_shape: [size, size], strides: [size, size] };
  const y = x.graph.emit('MaxPool', [x], window, [batch, channels, height / size, width / size]);
  x.graph.record({
    inputs: [x],
    outputs: [y],
    // The Indices output of MaxPool would give the place directly, and costs eight times as much.
    rule: ([dy]) => [multiply(step(subtract(x, repeatPixels(y, size)), 1), repeatPixels(dy!, size))],
  });
  return y;
}
