import { expect, it } from 'vitest';
import { counted } from './counted.js';

it('says one of a thing and several of it', () => {
  expect(counted(1, 'face')).toBe('1 face');
  expect(counted(0, 'face')).toBe('0 faces');
  expect(counted(2, 'entry', 'entries')).toBe('2 entries');
});
