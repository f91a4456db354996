/**
 * The learning rate at each step: a linear warm-up, then half a cosine down to the final rate (Loshchilov and Hutter,
 * "SGDR", ICLR 2017, without restarts). It depends on the step only, never on the clock, so that a resumed run and an
 * unbroken one agree.
 */

export interface LearningRateSchedule {
  /** The rate at the end of the warm-up. */
  peak: number;
  /** The rate at the last step. */
  final: number;
  /** Steps of warm-up. */
  warmUp: number;
}

/** @param step – from 0. @param steps – of the whole training. */
export function learningRateAt(step: number, steps: number, schedule: LearningRateSchedule): number {
  const { peak, final, warmUp } = schedule;
  if (step < warmUp) return (peak * (step + 1)) / warmUp;
  const last = Math.max(1, steps - 1 - warmUp);
  const progress = Math.min(1, (step - warmUp) / last);
  return final + (peak - final) * 0.5 * (1 + Math.cos(Math.PI * progress));
}
