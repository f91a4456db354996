import { describe, expect, it } from 'vitest';
import { apportion, shuffledPlace } from './apportion.js';
import { Random } from './random.js';

const stream = (seed = 1): Random => new Random(seed);

describe('apportion', () => {
  it.each([
    [100, [10, 90], [10, 90]],
    [7, [50, 50], undefined],
    [10, [33, 33, 34], [3, 3, 4]],
    [1000, [0.1, 99.9], [1, 999]],
    [3, [0, 100], [0, 3]],
  ])('%i things by %j', (count, shares, counts) => {
    const given = apportion(count, shares, stream());
    expect(given.reduce((sum, n) => sum + n, 0)).toBe(count);
    for (const [k, n] of given.entries()) expect(Math.abs(n - (count * shares[k]!) / 100)).toBeLessThan(1);
    if (counts !== undefined) expect(given).toEqual(counts);
  });

  it('gives a share of less than one thing its turn', () => {
    let masks = 0;
    for (let seed = 0; seed < 500; seed++) masks += apportion(1, [10, 90], stream(seed))[0]!;
    expect(masks).toBeGreaterThan(25);
    expect(masks).toBeLessThan(80);
  });

  it('gives equal remainders their turn', () => {
    const firsts = new Set(Array.from({ length: 20 }, (_, seed) => apportion(7, [50, 50], stream(seed))[0]!));
    expect(firsts).toEqual(new Set([3, 4]));
  });
});

describe('shuffled place', () => {
  it.each([1, 2, 3, 16, 17, 1000])('is each place of %i once', (count) => {
    const places = Array.from({ length: count }, (_, i) => shuffledPlace(i, count, 5, 'glasses'));
    expect([...places].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
  });

  it('is another order with another seed, and quick far out', () => {
    const of = (seed: number): number[] => Array.from({ length: 20 }, (_, i) => shuffledPlace(i, 20, seed));
    expect(of(1)).not.toEqual(of(2));
    expect(shuffledPlace(9_999_999, 10_000_000, 1)).toBeLessThan(10_000_000);
  });
});
