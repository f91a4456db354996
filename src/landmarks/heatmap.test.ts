import { expect, it } from 'vitest';
import { cellToPixel } from './heatmap.js';

it('cells and pixels agree on the edges of the square and on its middle', () => {
  const shape = { inputSize: 128, heatmapSize: 32 };
  expect(cellToPixel(-0.5, shape)).toBe(-0.5);
  expect(cellToPixel(31.5, shape)).toBe(127.5);
  expect(cellToPixel(15.5, shape)).toBe(63.5);
  // Cell 0 covers pixels 0 to 3, whose middle is 1.5.
  expect(cellToPixel(0, shape)).toBe(1.5);
});
