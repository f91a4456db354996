import { expect, it } from 'vitest';
import { WordCodes } from './word-codes.js';

it('the same bytes have the same code, whatever lies around them and however many there are', () => {
  const codes = new WordCodes();
  const encoder = new TextEncoder();
  const codeOf = (word: string): number => {
    const bytes = encoder.encode(`<${word}>`);
    return codes.codeOf(bytes, 1, bytes.length - 1);
  };
  const words = Array.from({ length: 2000 }, (_, i) => `wörd ${i * 7919}`);
  const first = words.map(codeOf);
  expect(new Set(first).size).toBe(words.length);
  expect(words.map(codeOf)).toEqual(first);
  expect(first.map((code) => codes.words[code])).toEqual(words);
  expect(codeOf('')).toBe(0);
});
