import { expect, it } from 'vitest';
import { printable } from './printable.js';

it('writes out what would steer a terminal and leaves everything else alone', () => {
  expect(printable('a\u001b[2J\u001b]0;title\u0007b')).toBe('a\\x1b[2J\\x1b]0;title\\x07b');
  expect(printable('over\rwritten\b\u009b31m')).toBe('over\\x0dwritten\\x08\\x9b31m');
  expect(printable('gpj.\u202eexe')).toBe('gpj.\\u202eexe');
  expect(printable('Gesichter/Köln 👩🏽 人脸\tx\ny')).toBe('Gesichter/Köln 👩🏽 人脸\tx\ny');
});
