import { describe, expect, test } from 'vitest';
import { Random } from './random.js';

describe('Random', () => {
  test('the same seed gives the same numbers, another seed others', () => {
    const draw = (seed: number): number[] =>
      Array.from({ length: 5 }, (_, i) => new Random(seed, 'a', i).next());
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  test('golden values: a dataset of today can be made again tomorrow', () => {
    const random = new Random(42, 'golden');
    expect([random.uint32(), random.uint32(), random.uint32()]).toMatchInlineSnapshot(`
      [
        1711714391,
        1217846859,
        3184267440,
      ]
    `);
  });

  test('a child stream does not depend on what was drawn from its parent', () => {
    const fresh = new Random(7);
    const used = new Random(7);
    for (let i = 0; i < 10; i++) used.next();
    expect(used.child('x').next()).toBe(fresh.child('x').next());
  });

  test('paths that join to the same letters differ', () => {
    expect(new Random(1, 'ab', 'c').next()).not.toBe(new Random(1, 'a', 'bc').next());
    expect(new Random(1, 23).next()).not.toBe(new Random(12, 3).next());
    expect(new Random(1, '2').next()).not.toBe(new Random(1, 2).next());
  });

  test('uniform and normal have the right moments', () => {
    const random = new Random(3);
    const n = 40000;
    const uniform = Array.from({ length: n }, () => random.next());
    const normal = Array.from({ length: n }, () => random.normal(2, 3));
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / n;
    expect(mean(uniform)).toBeCloseTo(0.5, 2);
    expect(mean(uniform.map((u) => u * u))).toBeCloseTo(1 / 3, 2);
    expect(Math.abs(mean(normal) - 2)).toBeLessThan(0.06);
    const m = mean(normal);
    expect(Math.sqrt(mean(normal.map((v) => (v - m) ** 2)))).toBeGreaterThan(2.95);
    expect(Math.sqrt(mean(normal.map((v) => (v - m) ** 2)))).toBeLessThan(3.05);
  });

  test('weights are obeyed and a weight of 0 never comes', () => {
    const random = new Random(5);
    const counts = { a: 0, b: 0, c: 0 };
    for (let i = 0; i < 9000; i++) counts[random.weighted({ a: 1, b: 2, c: 0 })]++;
    expect(counts.c).toBe(0);
    expect(counts.b / counts.a).toBeGreaterThan(1.85);
    expect(counts.b / counts.a).toBeLessThan(2.15);
  });

  test('integer reaches both ends and no further; shuffle keeps every item', () => {
    const random = new Random(6);
    const drawn = new Set(Array.from({ length: 500 }, () => random.integer(-1, 2)));
    expect([...drawn].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2]);
    expect(random.shuffle([1, 2, 3, 4, 5]).sort()).toEqual([1, 2, 3, 4, 5]);
  });

  test('a truncated normal stays within its limit', () => {
    const random = new Random(8);
    for (let i = 0; i < 2000; i++)
      expect(Math.abs(random.truncatedNormal(1, 0.5, 1) - 1)).toBeLessThanOrEqual(0.5);
  });
});
