import { expect, it } from 'vitest';
import { parseStudy } from './study-recipe.js';

// A file that breaks off, and siblings of it: each is refused in words, never by a stack.
it.each([
  ['name: a\nscales:\n', /landmarks: missing/],
  ['name: a\nscales:\n  small:\n', /landmarks: missing/],
  ['- a\n', /name: missing/],
  ['', /name: missing/],
  ['name: a\nscales: 3\n', /scales: no settings by scale; allowed: .*small/],
  ['name: a\nscales: [small]\n', /scales: no settings by scale/],
  ['name: a\nscales:\n  small: 7\n', /scales\.small: no settings/],
  ['name: a\nscales:\n  huge: {}\n', /scales\.huge: no such scale; allowed: .*small/],
])('%j is refused by its place', (yaml, message) => {
  expect(() => parseStudy(yaml, 'small', {}, 'study.yaml')).toThrow(message);
});
