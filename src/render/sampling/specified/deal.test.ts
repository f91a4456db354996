import { describe, expect, it } from 'vitest';
import { dealLook, dealNumber, dealShare, type Hand } from './deal.js';
import type { Look, Sex } from './specification.js';

const seed = [3, 'group'] as const;

/** Deals shares to faces, the first `feminine` of them of one sex, and counts names. */
function dealtTo(
  bySex: Record<Sex, number>,
  shares: { percent: number; looks?: Look<unknown>[]; name: string }[],
): Map<string, number> {
  const count = bySex.feminine + bySex.masculine;
  const counts = new Map<string, number>();
  for (let rank = 0; rank < count; rank++) {
    const sex: Sex = rank < bySex.feminine ? 'feminine' : 'masculine';
    const own = sex === 'feminine' ? rank : rank - bySex.feminine;
    const dealt = dealShare(shares, { seed, rank, count }, { sex, rank: own, counts: bySex }, 'glasses');
    const key = `${sex} ${dealt?.share.name ?? 'nothing'}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (dealt) expect(dealt.hand.rank).toBeLessThan(dealt.hand.count);
  }
  return counts;
}

const total = (counts: Map<string, number>, name: string): number =>
  [...counts].reduce((sum, [key, n]) => sum + (key.endsWith(` ${name}`) ? n : 0), 0);

describe('shares', () => {
  it('hold exactly', () => {
    const counts = dealtTo({ feminine: 60, masculine: 40 }, [
      { percent: 33, name: 'a' },
      { percent: 33, name: 'b' },
      { percent: 34, name: 'c' },
    ]);
    expect(['a', 'b', 'c'].map((name) => total(counts, name))).toEqual([33, 33, 34]);
    expect(counts.get('feminine a')).toBeGreaterThan(0);
    expect(counts.get('masculine a')).toBeGreaterThan(0);
  });

  it('that are made for one sex are dealt within it, and still hold', () => {
    const beards = [
      { percent: 20, name: 'beard', looks: [{ for: 'masculine' as const, value: 1 }] },
      { percent: 80, name: 'none', looks: [{ value: null }] },
    ];
    const counts = dealtTo({ feminine: 70, masculine: 30 }, beards);
    expect(Object.fromEntries(counts)).toEqual({
      'feminine none': 70,
      'masculine beard': 20,
      'masculine none': 10,
    });
  });

  it('leave without those for whom nothing is made', () => {
    const counts = dealtTo({ feminine: 5, masculine: 5 }, [
      { percent: 100, name: 'beard', looks: [{ for: 'masculine' as const, value: 1 }] },
    ]);
    expect(Object.fromEntries(counts)).toEqual({ 'feminine nothing': 5, 'masculine beard': 5 });
  });
});

describe('lists', () => {
  const hand = (rank: number, count: number): Hand => ({ seed, rank, count });

  it('are dealt evenly, and not in step', () => {
    const pairs = Array.from({ length: 60 }, (_, rank) => [
      dealNumber([1, 2, 3], hand(rank, 60), 'metal'),
      dealNumber([1, 2, 3], hand(rank, 60), 'clear'),
    ]);
    for (const column of [0, 1])
      for (const value of [1, 2, 3]) expect(pairs.filter((pair) => pair[column] === value)).toHaveLength(20);
    expect(new Set(pairs.map(String)).size).toBe(9);
  });

  it('have other values each where there are fewer faces than values', () => {
    const list = Array.from({ length: 100 }, (_, i) => i);
    const few = Array.from({ length: 10 }, (_, rank) => dealNumber(list, hand(rank, 10), 'x'));
    expect(new Set(few).size).toBe(10);
  });

  it('give a person only what is made for them', () => {
    const looks: Look<string>[] = [
      { for: 'feminine', value: 'f' },
      { for: 'masculine', value: 'm' },
    ];
    expect(dealLook(looks, hand(0, 4), '', 'masculine')?.value).toBe('m');
    expect(dealLook(looks.slice(0, 1), hand(0, 4), '', 'masculine')).toBeUndefined();
  });

  it('stay within a range', () => {
    const value = dealNumber({ min: -5, max: 5 }, hand(1, 3), 'yaw');
    expect(Math.abs(value)).toBeLessThan(5);
  });
});
