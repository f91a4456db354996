import { expect, it } from 'vitest';
import { Random } from '../../../core/random.js';
import { featureSpace, nearest } from './feature-space.js';
import { nearDuplicates } from './near-duplicates.js';

/** 120 faces of 10 features; row 7 is row 3 with a little noise, row 90 is row 20, row 50 has none. */
const length = 10;
const random = new Random(3, 'features');
const raw = Float32Array.from({ length: 120 * length }, () => random.normal());
for (let f = 0; f < length; f++) {
  raw[7 * length + f] = raw[3 * length + f]! + 0.05 * random.normal();
  raw[90 * length + f] = raw[20 * length + f]!;
  raw[50 * length + f] = Number.NaN;
}
const space = featureSpace(raw, length);
const product = (a: number, b: number): number => {
  let sum = 0;
  for (let d = 0; d < space.dims; d++)
    sum += space.vectors[a * space.dims + d]! * space.vectors[b * space.dims + d]!;
  return sum;
};

it('makes unit vectors, none of a row without features', () => {
  expect(space).toMatchObject({ count: 120, dims: length });
  expect(product(0, 0)).toBeCloseTo(1, 5);
  expect(product(50, 50)).toBe(0);
});

it('finds the most alike, nearest first', () => {
  const [first, ...others] = nearest(space, 3, 5);
  expect(first!.row).toBe(7);
  expect(first!.similarity).toBeGreaterThan(0.95);
  expect(others).toHaveLength(4);
  const all = Array.from({ length: 120 }, (_, row) => product(3, row)).filter((_, row) => row !== 3);
  expect(others.at(-1)!.similarity).toBeCloseTo(all.sort((a, b) => b - a)[4]!, 5);
});

it.each([0.6, 0.8, 0.95])('finds every pair that is alike by %d, as comparing all would', (similarity) => {
  const expected: string[] = [];
  for (let a = 0; a < 120; a++)
    for (let b = a + 1; b < 120; b++)
      // Row 90 is the very same as row 20, which stands for it.
      if (product(a, b) >= similarity && ((a !== 90 && b !== 90) || a === 20)) expected.push(`${a} ${b}`);
  const { pairs, isComplete } = nearDuplicates(space, similarity);
  expect(pairs.map(([a, b]) => `${a} ${b}`).sort()).toEqual(expected.sort());
  expect(expected).toContain('20 90');
  expect(isComplete).toBe(true);
});

it('says where a bound has cut it short', () => {
  expect(nearDuplicates(space, 0.5, { mostPairs: 3, mostComparisons: 1e9 })).toMatchObject({
    isComplete: false,
    pairs: [[20, 90, 1], expect.anything(), expect.anything()],
  });
  expect(nearDuplicates(space, 0.5, { mostPairs: 99, mostComparisons: 10 }).isComplete).toBe(false);
});
