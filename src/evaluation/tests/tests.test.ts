import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import type { MeasuredRowFace, RowCell } from '../rows/row-result.js';
import { createBootstrap } from './bootstrap.js';
import { comparePaired, holmCorrected, signFlipTest } from './compare-paired.js';

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `person ${i}`);

describe('bootstrap', () => {
  it('holds the true mean of a skewed distribution about as often as it says', () => {
    // Exponential with mean 1, 60 persons: the percentile interval holds it in about 92 % of all samples.
    const random = new Random(5);
    let held = 0;
    const trials = 300;
    for (let trial = 0; trial < trials; trial++) {
      const errors = Array.from({ length: 60 }, () => -Math.log(1 - random.next()));
      const { low, high } = createBootstrap(names(60), { resamples: 400, seed: trial }).interval(errors);
      if (low <= 1 && 1 <= high) held++;
    }
    expect(held / trials).toBeGreaterThan(0.89);
    expect(held / trials).toBeLessThan(0.97);
  });

  it('gives the width that the normal distribution predicts', () => {
    const random = new Random(6);
    const errors = Array.from({ length: 400 }, () => random.normal(5, 2));
    const { low, high } = createBootstrap(names(400), { resamples: 4000, seed: 1 }).interval(errors);
    expect(high - low).toBeCloseTo((2 * 1.96 * 2) / 20, 1);
  });

  it('draws persons with all their faces: copies of a face add no certainty', () => {
    const errors = Array.from({ length: 20 }, (_, i) => i);
    const once = createBootstrap(names(20), { resamples: 2000, seed: 3 }).interval(errors);
    const twice = createBootstrap([...names(20), ...names(20)], { resamples: 2000, seed: 3 });
    expect(twice.interval([...errors, ...errors])).toEqual(once);
    const apart = createBootstrap(names(40), { resamples: 2000, seed: 3 }).interval([...errors, ...errors]);
    expect(apart.high - apart.low).toBeLessThan(0.8 * (once.high - once.low));
  });

  it('leaves out faces without a figure, is the same for the same seed, and has no width without spread', () => {
    const bootstrap = createBootstrap(names(4), { resamples: 2000, seed: 3 });
    const errors = [1, null, 2, 3];
    expect(bootstrap.interval(errors)).toEqual(
      createBootstrap(names(4), { resamples: 2000, seed: 3 }).interval(errors),
    );
    expect(bootstrap.interval(errors)).not.toEqual(bootstrap.interval([1, 9, 2, 3]));
    expect(bootstrap.interval([4, 4, null, 4])).toEqual({ low: 4, high: 4 });
    expect(bootstrap.interval([null, null, null, null]).low).toBeNaN();
  });

  it('takes quantiles by hand: two persons give 0, ½ and 1 with shares ¼, ½, ¼', () => {
    expect(createBootstrap(names(2), { resamples: 2000, seed: 1 }).interval([0, 1])).toEqual({
      low: 0,
      high: 1,
    });
  });
});

describe('sign-flip test', () => {
  const test = (values: number[]): { pValue: number; exact: boolean } =>
    signFlipTest(values, { seed: 1, flips: 20_000 });

  it('counts all flips of few values, by hand', () => {
    // Of the 8 sign patterns of 1, 2, 3 only + + + and − − − reach a sum of 6 in size.
    expect(test([1, 2, 3])).toEqual({ pValue: 2 / 8, exact: true });
    // A sum of 4: the two patterns of 6 and the two of 4 (−1 + 2 + 3 and its opposite).
    expect(test([-1, 2, 3])).toEqual({ pValue: 4 / 8, exact: true });
    // A sum of 0: every pattern is as extreme.
    expect(test([1, 2, -3])).toEqual({ pValue: 1, exact: true });
    expect(test([0, 0])).toEqual({ pValue: 1, exact: true });
    expect(test(new Array(10).fill(0.3)).pValue).toBeCloseTo(2 / 1024, 12);
  });

  it('samples flips of many values and agrees with the exact figure', () => {
    // The sum of 17 equal values is at least 11 in size where at most 3 signs differ: a binomial tail.
    const values = [...new Array(14).fill(1), -1, -1, -1];
    const tail = (2 * (1 + 17 + 136 + 680)) / 2 ** 17;
    const { pValue, exact } = test(values);
    expect(exact).toBe(false);
    expect(pValue).toBeCloseTo(tail, 2.5);
    expect(test(values)).toEqual({ pValue, exact });
  });

  it('rejects a true null hypothesis as often as it should', () => {
    const random = new Random(9);
    let rejected = 0;
    for (let trial = 0; trial < 400; trial++) {
      const values = Array.from({ length: 12 }, () => random.normal());
      if (test(values).pValue <= 0.05) rejected++;
    }
    expect(rejected / 400).toBeGreaterThan(0.02);
    expect(rejected / 400).toBeLessThan(0.08);
  });
});

describe('Holm', () => {
  it('corrects by hand', () => {
    // Sorted .01 .02 .03 .04 → × 4, 3, 2, 1 = .04 .06 .06 .04, never falling.
    const corrected = holmCorrected([0.04, 0.01, 0.03, 0.02]);
    [0.06, 0.04, 0.06, 0.06].forEach((expected, i) => {
      expect(corrected[i]).toBeCloseTo(expected, 12);
    });
    expect(holmCorrected([0.6, 0.7])).toEqual([1, 1]);
    expect(holmCorrected([])).toEqual([]);
  });
});

describe('comparePaired', () => {
  const face = (id: string, person: string, error: number | null): MeasuredRowFace => ({
    index: 0,
    id,
    person,
    errors: { pupils: error, 'outer-eye-corners': error === null ? null : error / 1.4 },
  });
  const cell = (...faces: MeasuredRowFace[]): Pick<RowCell, 'part' | 'points' | 'faces'> => ({
    part: 'test',
    points: 'all',
    faces,
  });

  it('matches faces by id and takes persons as units', () => {
    const first = cell(
      face('a', 'A', 1),
      face('b1', 'B', 2),
      face('b2', 'B', 3),
      face('c', 'C', 4),
      face('only here', 'D', 9),
      face('unlabelled', 'E', null),
    );
    const second = cell(
      face('c', 'C', 5),
      face('b2', 'B', 3.5),
      face('b1', 'B', 2.5),
      face('a', 'A', 3),
      face('unlabelled', 'E', 1),
    );
    const compared = comparePaired(first, second, 'pupils');
    expect(compared).toMatchObject({
      faces: 4,
      persons: 3,
      difference: -1,
      firstBetter: 1,
      pValue: 0.25,
      exact: true,
    });
    expect(compared.interval.low).toBeCloseTo(-2, 6);
    expect(comparePaired(second, first, 'pupils').difference).toBe(1);
    expect(comparePaired(first, second, 'outer-eye-corners').difference).toBeCloseTo(-1 / 1.4, 12);
    expect(() => comparePaired(first, cell(face('z', 'Z', 1)), 'pupils')).toThrow('no face in common');
  });
});
