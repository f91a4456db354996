import { describe, expect, it } from 'vitest';
import { wholeFlag } from '../scripts/whole-flag.js';

describe('a whole number among the flags of a script', () => {
  it('is taken from the smallest on, 0 by default: a seed of 0 is one like any other', () => {
    expect(wholeFlag('seed', '0')).toBe(0);
    expect(wholeFlag('count', '1', 1)).toBe(1);
    expect(wholeFlag('size', '224', 1)).toBe(224);
  });

  it.each(['', '-1', '1.5', '1e3', 'seven', '9007199254740993'])("is refused where it is '%s'", (text) => {
    expect(() => wholeFlag('seed', text)).toThrow(`--seed ${text}; allowed: a whole number from 0`);
  });

  it('is refused below the smallest', () => {
    expect(() => wholeFlag('count', '0', 1)).toThrow('--count 0; allowed: a whole number from 1');
  });
});
