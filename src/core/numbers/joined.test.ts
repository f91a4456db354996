import { expect, it } from 'vitest';
import { joined } from './joined.js';

it('parts of any length follow each other', () => {
  const parts = [[1, 2], [], [3], [4, 5, 6]].map((part) => Float32Array.from(part));
  expect([...joined(parts)]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(joined([])).toHaveLength(0);
});
