import { describe, expect, it } from 'vitest';
import type { Image } from '../../core/image.js';
import { Random } from '../../core/random.js';
import { areAlike, type GreyCells, greyCells } from './grey-cells.js';

function imageOf(width: number, height: number, grey: (x: number, y: number) => number): Image {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++)
    data.fill(grey(i % width, Math.floor(i / width)), 3 * i, 3 * i + 3);
  return { width, height, channels: 3, data };
}

/** Every pixel a cell of 4 × 4 like pixels. */
function cellsOf(image: Image): GreyCells {
  return greyCells(image, [4, 0, 1.5, 0, 4, 1.5], image.width / 4, image.height / 4);
}

/** @param seed – another one, another picture. @returns grey levels of blocks of 4 pixels. */
function blocks(seed: number): (x: number, y: number) => number {
  const random = new Random(seed, 'blocks');
  const levels = Array.from({ length: 200 * 200 }, () => random.integer(40, 120));
  return (x, y) => levels[200 * (50 + Math.floor(y / 4)) + 50 + Math.floor(x / 4)]!;
}

describe('greyCells', () => {
  it('is what a cell has more than the mean of the five by five cells around it', () => {
    const { values, isPlain } = cellsOf(
      imageOf(80, 80, (x, y) => (x >> 2 === 9 && y >> 2 === 9 ? 200 : 90 + (x >> 2) + (y >> 2))),
    );
    // A slope is its own mean; the bright cell, which would be 108, is 92 above it.
    expect(values[20 * 9 + 9]).toBeCloseTo(92 - 92 / 25, 4);
    expect(values[20 * 9 + 10]).toBeCloseTo(-92 / 25, 4);
    expect(values[20 * 9 + 12]).toBeCloseTo(0, 4);
    expect(isPlain).toBe(false);
  });

  it('weighs green as much as red and blue together', () => {
    const image = imageOf(80, 80, (x, y) => (x >> 2) + (y >> 2));
    for (let i = 0; i < 16; i++) image.data.set([60, 100, 160], 3 * (80 * (40 + (i >> 2)) + 40 + (i % 4)));
    const { values } = cellsOf(image);
    // (60 + 2 · 100 + 160) / 4 in the place of 20.
    expect(values[20 * 10 + 10]).toBeCloseTo((105 - 20) * (24 / 25), 4);
  });

  it('sees nothing in what is black, white or one slope', () => {
    for (const grey of [() => 0, () => 255, (x: number) => x])
      expect(cellsOf(imageOf(80, 80, grey)).isPlain).toBe(true);
  });

  it('leaves out the bars of a film', () => {
    const film = (seed: number): Image => {
      const grey = blocks(seed);
      return imageOf(128, 96, (x, y) => (y < 18 || y >= 78 ? 0 : grey(x, y)));
    };
    const { values } = cellsOf(film(1));
    expect(values.slice(0, 5 * 32).every((value) => value === 0)).toBe(true);
    expect(values[6 * 32 + 3]).not.toBe(0);
    expect(areAlike(cellsOf(film(1)), cellsOf(film(2)), 0, 0.3)).toBe(false);
  });
});

describe('areAlike', () => {
  const cells = (seed: number, across = 0, down = 0, gain = 1, level = 0): GreyCells => {
    const grey = blocks(seed);
    return cellsOf(imageOf(128, 96, (x, y) => gain * grey(x + across, y + down) + level));
  };

  it('knows a picture again that is brighter, darker or moved as far as is asked', () => {
    for (const other of [cells(1), cells(1, 0, 0, 2), cells(1, 0, 0, 0.5), cells(1, 0, 0, 1, 60)])
      expect(areAlike(cells(1), other, 0, 0.98)).toBe(true);
    for (const [across, down] of [
      [32, 0],
      [-32, 24],
      [8, -24],
    ] as const) {
      expect(areAlike(cells(1), cells(1, across, down), 0.25, 0.9)).toBe(true);
      expect(areAlike(cells(1), cells(1, across, down), 0.15, 0.4)).toBe(false);
    }
  });

  it('finds nothing in common in pictures that have nothing', () => {
    for (let seed = 2; seed < 10; seed++) expect(areAlike(cells(1), cells(seed), 0.25, 0.35)).toBe(false);
  });
});
