import { describe, expect, it } from 'vitest';
import { learningRateAt } from './learning-rate.js';

const schedule = { peak: 1, final: 0.1, warmUp: 4 };

describe('learning rate', () => {
  it('rises in equal parts to the peak', () => {
    expect([0, 1, 2, 3].map((step) => learningRateAt(step, 105, schedule))).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it('goes down half a cosine to the final rate at the last step', () => {
    expect(learningRateAt(4, 105, schedule)).toBe(1);
    expect(learningRateAt(54, 105, schedule)).toBeCloseTo(0.55, 12);
    expect(learningRateAt(29, 105, schedule)).toBeCloseTo(0.1 + 0.9 * 0.5 * (1 + Math.SQRT1_2), 12);
    expect(learningRateAt(104, 105, schedule)).toBeCloseTo(0.1, 12);
  });

  it('needs no warm-up and survives a single step', () => {
    expect(learningRateAt(0, 1, { ...schedule, warmUp: 0 })).toBe(1);
  });
});
