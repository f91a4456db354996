import { describe, expect, it } from 'vitest';
import {
  cellToPixel,
  decodeExpectations,
  decodePeaks,
  decodeSoftArgmax,
  encodeGaussians,
  pixelToCell,
} from './heatmap.js';

const shape = { inputSize: 128, heatmapSize: 32 };
const points = Float32Array.of(64, 64, 30.3, 41.7, 90.01, 25.49, 100, 101.5);

describe('cells and pixels', () => {
  it('agree on the edges of the square and on its middle', () => {
    expect(cellToPixel(-0.5, shape)).toBe(-0.5);
    expect(cellToPixel(31.5, shape)).toBe(127.5);
    expect(cellToPixel(15.5, shape)).toBe(63.5);
    // Cell 0 covers pixels 0 to 3, whose middle is 1.5.
    expect(cellToPixel(0, shape)).toBe(1.5);
    expect(pixelToCell(1.5, shape)).toBe(0);
  });
});

describe('heatmap codecs', () => {
  it('bring points back through the expectation within 0.01 px', () => {
    const decoded = decodeExpectations(encodeGaussians(points, shape, 1.5), shape);
    decoded.forEach((value, i) => {
      expect(Math.abs(value - points[i]!)).toBeLessThan(0.01);
    });
  });

  it('bring points back through the soft-argmax of log-Gaussians within 0.01 px', () => {
    const side = shape.heatmapSize;
    const logits = new Float32Array((points.length / 2) * side * side);
    for (let i = 0; i < logits.length; i++) {
      const k = Math.floor(i / side ** 2);
      const dx = (i % side) - pixelToCell(points[2 * k]!, shape);
      const dy = (Math.floor(i / side) % side) - pixelToCell(points[2 * k + 1]!, shape);
      // An offset of each map must not matter.
      logits[i] = 40 * k - (dx * dx + dy * dy) / (2 * 1.5 ** 2);
    }
    decodeSoftArgmax(logits, shape).forEach((value, i) => {
      expect(Math.abs(value - points[i]!)).toBeLessThan(0.01);
    });
  });

  it('bring points back through the peak within a quarter of a cell', () => {
    const decoded = decodePeaks(encodeGaussians(points, shape, 1.5), shape);
    decoded.forEach((value, i) => {
      expect(Math.abs(value - points[i]!)).toBeLessThanOrEqual(1.001);
    });
  });

  it('move the peak a quarter of a cell towards the higher neighbour', () => {
    const small = { inputSize: 16, heatmapSize: 4 };
    // Rows of a 4×4 map with its peak at (1, 2), higher on the right and above.
    const map = Float32Array.of(0, 0, 0, 0, 0, 0.6, 0, 0, 0.2, 1, 0.5, 0, 0, 0.1, 0, 0);
    const [x, y] = decodePeaks(map, small);
    expect(x).toBe((1.25 + 0.5) * 4 - 0.5);
    expect(y).toBe((1.75 + 0.5) * 4 - 0.5);
  });

  it('leave a peak on the border where it is', () => {
    const map = Float32Array.of(1, 0.5, 0, 0.5, 0, 0, 0, 0, 0);
    expect([...decodePeaks(map, { inputSize: 3, heatmapSize: 3 })]).toEqual([0, 0]);
  });

  it('give an empty heatmap for a missing point', () => {
    const maps = encodeGaussians(Float32Array.of(Number.NaN, 3), shape, 1);
    expect(maps.every((value) => value === 0)).toBe(true);
    expect([...decodeExpectations(maps, shape)]).toEqual([Number.NaN, Number.NaN]);
  });
});
