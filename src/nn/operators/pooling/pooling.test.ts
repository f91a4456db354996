import { describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { checkOperator } from '../operator-case.suite.js';
import { maxPool2d } from './max-pool.js';
import { upsampleNearest2d } from './upsample-nearest.js';

describe('maxPool2d', () => {
  checkOperator('maxPool2d', {
    inputs: [[2, 1, 4, 6]],
    build: (x) => maxPool2d(x),
    reference: (x) =>
      Array.from({ length: 12 }, (_, i) => {
        const first = Math.floor(i / 3) * 12 + (i % 3) * 2;
        return Math.max(...[0, 1, 6, 7].map((offset) => x[first + offset]!));
      }),
  });
  it('refuses sides that the window does not divide', () => {
    expect(() => maxPool2d(new Graph('training').input('x', [1, 1, 4, 5]))).toThrow(
      'maxPool2d: height and width must be divisible by the window of 2, got x [1, 1, 4, 5]',
    );
  });
});

describe('upsampleNearest2d', () => {
  for (const factor of [2, 3])
    checkOperator(`upsampleNearest2d by ${factor}`, {
      inputs: [[2, 1, 2, 3]],
      build: (x) => upsampleNearest2d(x, factor),
      reference: (x) =>
        Array.from({ length: 12 * factor * factor }, (_, i) => {
          const width = 3 * factor;
          const row = Math.floor(i / width);
          const image = Math.floor(row / (2 * factor));
          return x[
            image * 6 + Math.floor((row % (2 * factor)) / factor) * 3 + Math.floor((i % width) / factor)
          ]!;
        }),
    });
  it('refuses what is no image', () => {
    expect(() => upsampleNearest2d(new Graph('training').input('x', [2, 3]))).toThrow(
      'upsampleNearest2d: x must be [B, C, H, W], got x [2, 3]',
    );
  });
});
