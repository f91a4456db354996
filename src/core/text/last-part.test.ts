import { expect, it } from 'vitest';
import { lastPart } from './last-part.js';

it.each([
  ['a/b/c.onnx', 'c.onnx'],
  ['a\\b\\c.onnx', 'c.onnx'],
  ['a/b/', 'b'],
  ['c.onnx', 'c.onnx'],
  ['/', undefined],
])('of %s it is %s', (path, last) => {
  expect(lastPart(path)).toBe(last);
});
