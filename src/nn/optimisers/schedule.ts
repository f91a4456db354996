/**
 * Schedules of the learning rate: a pure function of the step, never of the clock or of what happened, so that a
 * resumed run and an unbroken one agree. A schedule is a row of stages; each begins at the rate at which the one before
 * it ended, unless it says `from`. Two cosines, the second with `from`, are a warm restart (Loshchilov & Hutter, "SGDR",
 * ICLR 2017).
 */

interface StageBase {
  /** Length; the last stage may leave it out and takes the rest. */
  readonly steps?: number | undefined;
  /** The rate at its beginning; default: where the stage before it ended. */
  readonly from?: number | undefined;
}

export type Stage =
  /** From nothing, in equal parts, to its rate at its last step. */
  | (StageBase & { readonly kind: 'warmUp' })
  | (StageBase & { readonly kind: 'constant' })
  /** A straight line, or half a cosine, to the rate `to` at its last step; default 0. */
  | (StageBase & { readonly kind: 'linear' | 'cosine'; readonly to?: number | undefined })
  /** Multiplied by `factor` after each `every` steps of the stage. */
  | (StageBase & { readonly kind: 'step'; readonly every: number; readonly factor: number })
  /** Multiplied by `factor` at each of these steps, counted from the beginning of training. */
  | (StageBase & { readonly kind: 'multiStep'; readonly at: readonly number[]; readonly factor: number });

export interface Schedule {
  /** The rate at which the first stage begins; a warm-up ends there. */
  readonly rate: number;
  readonly stages: readonly Stage[];
}

/** @param step – from 0. @param steps – of the whole training. */
export function rateAt(step: number, steps: number, { rate, stages }: Schedule): number {
  let start = 0;
  let current = rate;
  for (const [index, stage] of stages.entries()) {
    const begin = stage.from ?? current;
    const length = Math.max(1, stage.steps ?? steps - start);
    const place = { begin, start, length };
    if (step < start + length || index === stages.length - 1) return stageRate(stage, step - start, place);
    current = stageRate(stage, length - 1, place);
    start += length;
  }
  return current;
}

interface Place {
  /** Rate at the stage's beginning. */
  begin: number;
  /** The training's step at the stage's beginning. */
  start: number;
  length: number;
}

function stageRate(stage: Stage, position: number, { begin, start, length }: Place): number {
  const progress = Math.min(1, position / Math.max(1, length - 1));
  switch (stage.kind) {
    case 'warmUp':
      return (begin * Math.min(length, position + 1)) / length;
    case 'constant':
      return begin;
    case 'linear':
      return begin + ((stage.to ?? 0) - begin) * progress;
    case 'cosine': {
      const to = stage.to ?? 0;
      return to + (begin - to) * 0.5 * (1 + Math.cos(Math.PI * progress));
    }
    case 'step':
      return begin * stage.factor ** Math.floor(position / stage.every);
    case 'multiStep':
      return begin * stage.factor ** stage.at.filter((at) => at >= start && at <= start + position).length;
  }
}
