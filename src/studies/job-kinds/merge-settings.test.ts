import { expect, test } from 'vitest';
import { mergeSettings } from './merge-settings.js';

test('Objects merge, null removes, lists and values replace', () => {
  const base = { a: { x: 1, y: [1, 2] }, b: 2, c: 3 };
  expect(mergeSettings(base, { a: { y: [3] }, b: null, d: { e: 5 } })).toEqual({
    a: { x: 1, y: [3] },
    c: 3,
    d: { e: 5 },
  });
  expect(base).toEqual({ a: { x: 1, y: [1, 2] }, b: 2, c: 3 });
});
