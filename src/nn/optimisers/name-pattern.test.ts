import { describe, expect, it } from 'vitest';
import { namePattern, requireMatches } from './name-pattern.js';

describe('name patterns', () => {
  it.each([
    ['stack0/**', 'stack0.features.weight', true],
    ['stack0.**', 'stack0.weight', true],
    ['stack0/**', 'stack01.weight', false],
    ['stack0/**', 'stack0', false],
    ['stack*/features/*', 'stack1.features.gamma', true],
    ['stack*/features/*', 'stack1.features.inner.gamma', false],
    ['**/weight', 'weight', true],
    ['**/weight', 'stem.block.weight', true],
    ['**/weight', 'stem.block.weights', false],
    ['a/**/gamma', 'a.gamma', true],
    ['a/**/gamma', 'a.b.c.gamma', true],
    ['**', 'a.b', true],
    ['a+b', 'aab', false],
  ])("'%s' and %s: %s", (pattern, name, matches) => {
    expect(namePattern(pattern)(name)).toBe(matches);
  });

  it('that match nothing are refused with the names that there are', () => {
    const names = ['stem.weight', 'stem.bias', 'head.weight'];
    expect(() => requireMatches('groups', ['stem/**', 'heat/**'], names)).toThrow(
      "groups: 'heat/**' matches no parameter; there are stem/weight, stem/bias, head/weight",
    );
    const many = Array.from({ length: 100 }, (_, i) => `stack${i % 2}.block${i % 4}.${i}.weight`);
    expect(() => requireMatches('groups', ['no'], many)).toThrow(
      'there are stack0/block0/**, stack1/block1/**, stack0/block2/**, stack1/block3/** (levels',
    );
  });

  it('that an earlier one covers are refused', () => {
    expect(() => requireMatches('groups', ['a/**', 'a/b'], ['a.b', 'c'])).toThrow(
      "groups: 'a/b' has nothing left; 'a/**' before it takes a.b",
    );
    expect(() => requireMatches('groups', ['a/b', 'a/**'], ['a.b', 'a.c'])).not.toThrow();
  });
});
