import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { createMotionFilter } from './motion-filter.js';

describe('motion filter', () => {
  it('is the running mean while all is noise, and no time passes', () => {
    const filter = createMotionFilter(1, 1);
    const steps = [0, 1, -1, 0.5].map((value) => {
      filter.update([value], [1], 0);
      return filter.places[0]!;
    });
    // 0; (0 + 1) / 2; (0 + 1 − 1) / 3; (0 + 1 − 1 + 0.5) / 4.
    [0, 0.5, 0, 0.125].forEach((mean, i) => {
      expect(steps[i]).toBeCloseTo(mean, 12);
    });
  });

  it('weighs what it measures by its noise', () => {
    const filter = createMotionFilter(1, 1);
    filter.update([0], [1], 0);
    filter.update([3], [2], 0);
    // Weights 1 and 1/4.
    expect(filter.places[0]).toBeCloseTo(3 / 4 / (1 + 1 / 4), 12);
  });

  it('follows a jump at once', () => {
    const filter = createMotionFilter(2, 2);
    for (let i = 0; i < 50; i++) filter.update([0, 0, 5, 5], [1, 1], 1 / 30);
    filter.update([100, 0, 5, 5], [1, 1], 1 / 30);
    // Innovation² / 2 = 5000 beside a limit of 9 · (1 + about 1/50): the gain is 1 − 1 / 4992.
    expect(filter.places[0]).toBeGreaterThan(99.9);
    expect([...filter.places.slice(2)]).toEqual([5, 5]);
  });

  it.each([0.3, 1, 3, 10])(
    'is at most a frame and a bounded way behind at %d times the noise a frame',
    (speed) => {
      const filter = createMotionFilter(1, 2);
      let behind = 0;
      for (let i = 0; i < 300; i++) {
        filter.update([speed * i, 0], [1], 1 / 30);
        behind = Math.max(behind, speed * i - filter.places[0]!);
      }
      expect(behind).toBeLessThanOrEqual(3 + 1e-9);
      if (speed >= 3) expect(speed * 299 - filter.places[0]!).toBeLessThanOrEqual(speed + 1e-9);
    },
  );

  it('leaves of the noise of a still place less than a quarter', () => {
    const filter = createMotionFilter(1, 2);
    const random = new Random(1, 'noise');
    let [raw, smooth] = [0, 0];
    for (let i = 0; i < 400; i++) {
      const measured = [random.normal(), random.normal()];
      filter.update(measured, [1], 1 / 30);
      if (i < 20) continue;
      raw += measured[0]! ** 2 + measured[1]! ** 2;
      smooth += filter.places[0]! ** 2 + filter.places[1]! ** 2;
    }
    expect(Math.sqrt(smooth / raw)).toBeLessThan(0.25);
  });

  it('begins anew after a reset', () => {
    const filter = createMotionFilter(1, 1);
    for (let i = 0; i < 10; i++) filter.update([0], [1], 0);
    filter.reset();
    filter.update([1], [1], 0);
    expect(filter.places[0]).toBe(1);
  });
});
