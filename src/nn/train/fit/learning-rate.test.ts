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

  it('takes other stages after the warm-up', () => {
    const at = (step: number, ...stages: Parameters<typeof learningRateAt>[3] & object): number =>
      learningRateAt(step, 105, schedule, stages);
    expect(at(104, { kind: 'constant' })).toBe(1);
    expect(at(104, { kind: 'cosine', to: 0.5 })).toBeCloseTo(0.5, 12);
    expect(at(54, { kind: 'linear' })).toBeCloseTo(0.55, 12);
    expect(at(3, { kind: 'linear' })).toBe(1);
    expect([23, 24, 44].map((step) => at(step, { kind: 'step', every: 20 }))).toEqual([1, 0.1, 0.1 ** 2]);
    expect([49, 50, 90].map((step) => at(step, { kind: 'multiStep', at: [50, 90], factor: 0.5 }))).toEqual([
      1, 0.5, 0.25,
    ]);
    const held = [{ kind: 'constant', steps: 51 }, { kind: 'cosine' }] as const;
    expect([54, 55, 104].map((step) => at(step, ...held))).toEqual([1, 1, 0.1]);
  });

  it('needs no warm-up and survives a single step', () => {
    expect(learningRateAt(0, 1, { ...schedule, warmUp: 0 })).toBe(1);
  });
});
