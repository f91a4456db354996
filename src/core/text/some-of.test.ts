import { expect, it } from 'vitest';
import { someOf } from './some-of.js';

it('tells five names, and how many more there are', () => {
  expect(someOf(['a', 'b'])).toBe('a, b');
  expect(someOf([...'abcde'])).toBe('a, b, c, d, e');
  expect(someOf([...'abcdefg'])).toBe('a, b, c, d, e, 2 more');
});
