import { expect, it } from 'vitest';
import { fittedOnWords, namesFaces } from './fitted-on.js';

it('The words of a fit name its faces, wherever their dataset lies, and those of no other split or dataset', () => {
  const train = fittedOnWords(10, { data: 'data/photographs', split: 'train' });
  expect(train).toBe('10 faces of data/photographs, split train');
  expect(namesFaces(train, { data: '/elsewhere/photographs/', split: 'train' })).toBe(true);
  expect(namesFaces(train, { data: 'data/photographs' })).toBe(true);
  expect(namesFaces(train, { data: 'data/photographs', split: 'test' })).toBe(false);
  expect(namesFaces(train, { data: 'data/portraits', split: 'train' })).toBe(false);
  const all = fittedOnWords(1, { data: 'data/photographs' });
  expect(namesFaces(all, { data: 'data/photographs', split: 'test' })).toBe(true);
  expect(namesFaces('nothing: the template alone', { data: 'data/photographs' })).toBe(false);
});
