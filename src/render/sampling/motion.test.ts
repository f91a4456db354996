import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.js';
import { blinkClosure, leastJerk, sampleBlinks, sampleMove } from './motion.js';

describe('leastJerk', () => {
  it('is the polynomial of Flash & Hogan: at rest at both ends, fastest in the middle', () => {
    expect([leastJerk(1, 3, 0), leastJerk(1, 3, 1), leastJerk(1, 3, 2), leastJerk(1, 3, 3)]).toEqual([
      0, 0, 0.5, 1,
    ]);
    // 10/64 − 15/256 + 6/1024
    expect(leastJerk(0, 4, 1)).toBeCloseTo(0.103515625, 12);
    const slope = (t: number): number => (leastJerk(0, 1, t + 1e-5) - leastJerk(0, 1, t - 1e-5)) / 2e-5;
    expect(slope(1e-4)).toBeCloseTo(0, 5);
    expect(slope(0.5)).toBeCloseTo(1.875, 6);
  });
});

describe('blinks', () => {
  it('close fully at their time and open again', () => {
    const blinks = [{ at: 1, closing: 0.1, opening: 0.2 }];
    expect(blinkClosure(blinks, 0.85)).toBe(0);
    expect(blinkClosure(blinks, 0.95)).toBeCloseTo(0.5, 12);
    expect(blinkClosure(blinks, 1)).toBe(1);
    expect(blinkClosure(blinks, 1.12)).toBeCloseTo(0.5, 12);
    expect(blinkClosure(blinks, 1.3)).toBe(0);
  });

  it('come about 17 times a minute, never twice at once', () => {
    const blinks = sampleBlinks(new Random(1), 6000);
    expect(blinks.length / 100).toBeGreaterThan(15.5);
    expect(blinks.length / 100).toBeLessThan(18.5);
    for (const [i, { at }] of blinks.entries())
      if (i > 0) expect(at - blinks[i - 1]!.at).toBeGreaterThanOrEqual(0.4);
  });
});

describe('sampleMove', () => {
  it('takes as long as its speed asks, and longer rather than shorter', () => {
    for (let i = 0; i < 200; i++) {
      const { from, to } = sampleMove(new Random(2, i), 2, 1.2, 1);
      expect((to - from) / 1.2).toBeGreaterThanOrEqual(0.9);
      expect((to - from) / 1.2).toBeLessThanOrEqual(1.6);
      expect(from).toBeLessThanOrEqual(1);
    }
  });
});
