import { describe, expect, it } from 'vitest';
import { rateAt, type Schedule } from './schedule.js';

const rates = (steps: number, schedule: Schedule): number[] =>
  Array.from({ length: steps }, (_, step) => Number(rateAt(step, steps, schedule).toFixed(9)));

describe('schedules', () => {
  it('hold, fall in a line, and stay at the last rate behind the end', () => {
    const schedule: Schedule = {
      rate: 1,
      stages: [
        { kind: 'constant', steps: 2 },
        { kind: 'linear', to: 0.2 },
      ],
    };
    expect(rates(7, schedule)).toEqual([1, 1, 1, 0.8, 0.6, 0.4, 0.2]);
    expect(rateAt(50, 7, schedule)).toBeCloseTo(0.2, 12);
  });

  it('warm up in equal parts and go on from the peak by half a cosine', () => {
    const stages: Schedule['stages'] = [{ kind: 'warmUp', steps: 4 }, { kind: 'cosine' }];
    expect(rates(9, { rate: 2, stages })).toEqual([
      0.5,
      1,
      1.5,
      2,
      2,
      Number((1 + Math.SQRT1_2).toFixed(9)),
      1,
      Number((1 - Math.SQRT1_2).toFixed(9)),
      0,
    ]);
  });

  it('step down every so often, counted from the stage', () => {
    const stages: Schedule['stages'] = [
      { kind: 'constant', steps: 1 },
      { kind: 'step', every: 2, factor: 0.5 },
    ];
    expect(rates(7, { rate: 1, stages })).toEqual([1, 1, 1, 0.5, 0.5, 0.25, 0.25]);
  });

  it('step down at given steps, counted from the beginning of training', () => {
    const stages: Schedule['stages'] = [
      { kind: 'warmUp', steps: 2 },
      { kind: 'multiStep', at: [3, 5], factor: 0.1 },
    ];
    expect(rates(7, { rate: 1, stages })).toEqual([0.5, 1, 1, 0.1, 0.1, 0.01, 0.01]);
  });

  it('restart warm, and go on from where a stage ended', () => {
    const stages: Schedule['stages'] = [
      { kind: 'cosine', steps: 3, to: 0.5 },
      { kind: 'cosine', steps: 3, from: 1 },
      { kind: 'constant' },
    ];
    expect(rates(8, { rate: 1, stages })).toEqual([1, 0.75, 0.5, 1, 0.5, 0, 0, 0]);
  });
});
