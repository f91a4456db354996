/**
 * The learning rate at each step: a linear warm-up, then the stages of the schedule; by default half a cosine down to
 * the final rate. It depends on the step only, never on the clock, so that a resumed run and an unbroken one agree.
 */
import { rateAt, type Stage } from '../../optimisers/schedule.js';
import type { StageSettings } from './optimisation-settings.js';

export interface LearningRateSchedule {
  /** The rate at the end of the warm-up. */
  peak: number;
  /** The rate at the last step of a cosine or a line. */
  final: number;
  /** Steps of warm-up. */
  warmUp: number;
}

const defaultStages: readonly StageSettings[] = [{ kind: 'cosine' }];
const defaultFactor = 0.1;

/** @param step – from 0. @param steps – of the whole training. @param stages – after the warm-up. */
export function learningRateAt(
  step: number,
  steps: number,
  { peak, final, warmUp }: LearningRateSchedule,
  stages: readonly StageSettings[] = defaultStages,
): number {
  const warm: Stage[] = warmUp > 0 ? [{ kind: 'warmUp', steps: warmUp }] : [];
  return rateAt(step, steps, {
    rate: peak,
    stages: [...warm, ...stages.map((stage) => stageOf(stage, final, steps))],
  });
}

function stageOf(
  { kind, steps, from, to, every, at, factor = defaultFactor }: StageSettings,
  final: number,
  whole: number,
): Stage {
  switch (kind) {
    case 'constant':
      return { kind, steps, from };
    case 'linear':
    case 'cosine':
      return { kind, steps, from, to: to ?? final };
    case 'step':
      return { kind, steps, from, every: every ?? whole, factor };
    case 'multiStep':
      return { kind, steps, from, at: at ?? [], factor };
  }
}
