import { expect, it } from 'vitest';
import { dealt } from './block-directions.js';

it('What is told is dealt out so that products of variances are alike', () => {
  // 16 | 8, 8 · 4 = 32 | 16, 16 · 3 = 48 | 32, 32 · 2 = 64; that hand is full, so the last goes to the first.
  expect(dealt([16, 8, 4, 3, 2, 1], 2)).toEqual([0, 3, 5, 1, 2, 4]);
  expect(dealt([0, 0], 2)).toEqual([0, 1]);
});
