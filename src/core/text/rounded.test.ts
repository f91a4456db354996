import { expect, it } from 'vitest';
import { rounded } from './rounded.js';

it('shows numbers as people write them', () => {
  const values = [Math.fround(13.55), 111077050.44999981, 40, 0.1, -0.0004, 1e21, Number.NaN, Infinity];
  expect(values.map(rounded)).toEqual([
    '13.55',
    '111077050.45',
    '40',
    '0.1',
    '0',
    '1e+21',
    'NaN',
    'Infinity',
  ]);
});
