import { expect, it } from 'vitest';
import { type PatchReading, readPatches } from './feature-patches.js';
import type { SeenFeatures } from './seen-features.js';

const reading: PatchReading = { components: 5, reach: 1 / 8 };
/** A crop of 8 pixels that is the image, moved by (100, 50); maps of 4 × 4 cells, so a cell is 2 pixels wide. */
const seenOf = (plain: Float32Array[], mirrored: Float32Array[] | null = null): SeenFeatures => ({
  crop: [1, 0, 100, 0, 1, 50],
  size: 8,
  side: 4,
  plain,
  mirrored,
});
const map = (value: (x: number, y: number) => number): Float32Array =>
  Float32Array.from({ length: 16 }, (_, i) => value(i % 4, Math.floor(i / 4)));
const flat = map(() => 1);
const middle = Float32Array.of(103.5, 53.5);

it('are linear in what was seen, and the same whenever they are read', () => {
  const { plain: ones, mirrored } = readPatches(seenOf([flat]), middle, [0], reading);
  expect(mirrored).toBeNull();
  // Sums of nine signs, each a third: odd thirds.
  for (const value of ones) expect(Math.abs(Math.round(3 * value) % 2)).toBe(1);
  expect(readPatches(seenOf([flat.map((v) => 3 * v)]), middle, [0], reading).plain).toEqual(
    ones.map((v) => 3 * v),
  );
});

it('read between cells: a ramp is flat plus a part that does not change with the place', () => {
  const ramp = map((x) => x);
  const at = (x: number): Float32Array =>
    readPatches(seenOf([ramp]), Float32Array.of(x, 53.5), [0], reading).plain;
  const { plain: ones } = readPatches(seenOf([flat]), middle, [0], reading);
  // Half a pixel to the right is a quarter of a cell further up the ramp, at all nine places.
  at(104).forEach((value, i) => {
    expect(value - at(103.5)[i]!).toBeCloseTo(0.25 * ones[i]!, 5);
  });
  // Beyond the picture the edge goes on.
  expect(at(400)).toEqual(at(500));
});

it('read the mirrored crop around the mirror image of the partner, and each map into numbers of its own', () => {
  const [a, b] = [map((x, y) => x * y), map((x) => x * x)];
  const points = Float32Array.of(102, 53, 106, 55);
  const { plain, mirrored } = readPatches(seenOf([a, b], [b, a]), points, [1, 0], reading);
  expect(plain).toHaveLength(2 * 2 * 5);
  // Point 0 of the mirrored crop is point 1 of the crop, (6, 5), at 7 − 6.
  const shown = readPatches(seenOf([b, a]), Float32Array.of(101, 55, 105, 53), [0, 1], reading);
  expect(mirrored).toEqual(shown.plain);
});
