import { expect, it } from 'vitest';
import { nearest } from './nearest.js';

const names = ['autoencoder', 'code-prior', 'clip', 'clip-video', 'judges'];

it.each([
  ['autoencodr', 'autoencoder'],
  ['Autoencoder', 'autoencoder'],
  ['judge', 'judges'],
  ['jugdes', 'judges'],
  ['clipvideo', 'clip-video'],
  ['clpi', 'clip'],
  ['codeprior', 'code-prior'],
])('the nearest of %s is %s', (word, name) => {
  expect(nearest(word, names)).toBe(name);
});

it('swapped neighbours are one change, as is a letter more, less or another; the first of equals is taken', () => {
  expect(nearest('ab', ['ba', 'xb', 'a', 'abc'])).toBe('ba');
  expect(nearest('ab', ['xb', 'ba'])).toBe('xb');
  // One change and not two: of a word of one letter no more is near.
  expect(nearest('abcd', ['badc', 'abdc'])).toBe('abdc');
});

it('nothing is near what shares less than half of its letters with every name', () => {
  expect(nearest('segmentation', names)).toBeUndefined();
  expect(nearest('', ['clip'])).toBeUndefined();
  expect(nearest('x', ['a'])).toBeUndefined();
  expect(nearest('abc', ['axy'])).toBeUndefined();
  expect(nearest('clip', [])).toBeUndefined();
});
