import { expect, it } from 'vitest';
import { withUnit } from './score-unit.js';

it('scores are told with their unit, once', () => {
  expect(withUnit('PSNR')).toBe('PSNR, dB');
  expect(withUnit('recall')).toBe('recall, share');
  expect(withUnit('nats a token')).toBe('nats a token');
});
