/**
 * The keys of a recipe that every training has, whatever it trains: batch, steps and rate, how it learns
 * (`optimisation-settings.ts`), and how it runs: checkpoints, time limit, replicas, threads.
 */
import { z } from 'zod';
import { number, whole } from '../../../core/settings/value-kinds.js';
import type { OptimiserOptions } from '../../optimisers/optimiser.js';
import type { ParameterGroup } from '../../optimisers/parameter-groups.js';
import type { LearningRateSchedule } from './learning-rate.js';
import {
  checkOptimisation,
  type OptimisationSettings,
  optimisationSchema,
  optimiserOf,
} from './optimisation-settings.js';

export interface TrainingSettings extends OptimisationSettings {
  /** Examples in a batch, over all replicas. */
  batch: number;
  steps: number;
  learningRate: LearningRateSchedule;
  /** Shrinks every weight a little each step (Loshchilov and Hutter, ICLR 2019); relative to the learning rate. */
  weightDecay: number;
  /** A longer gradient is shortened to this norm: one bad batch must not undo the others. */
  clipNorm: number;
  checkpoint: { everyMinutes: number };
  /** Minutes after which a session stops early; the learning rate keeps the schedule of `steps`. */
  timeLimit?: number | undefined;
  /** Processes that share each batch. */
  replicas: number;
  /** Threads of each replica. */
  threads: number;
}

type Fields<Keys extends keyof TrainingSettings> = {
  [Key in Keys]-?: z.ZodType<TrainingSettings[Key]>;
};

/** Of one session of a training. */
export const sessionMinutes: z.ZodNumber = number(0.01, 100_000);

/** Laid into a recipe's schema. @param usual – what is meant where a recipe does not say. */
export function stepFields({
  batch,
  peak,
  warmUp,
}: {
  batch: number;
  peak: number;
  warmUp: number;
}): Fields<'batch' | 'steps' | 'learningRate' | 'weightDecay' | 'clipNorm' | keyof OptimisationSettings> {
  return {
    batch: whole(1, 1024).default(batch),
    steps: whole(1, 10_000_000),
    learningRate: z
      .strictObject({
        peak: number(1e-7, 1).default(peak),
        final: number(0, 1).default(1e-5),
        warmUp: whole(0, 1_000_000).default(warmUp),
      })
      .prefault({}),
    weightDecay: number(0, 1).default(0),
    clipNorm: number(1e-6, 1e9).default(20),
    ...optimisationSchema,
  };
}

/** Laid into a recipe's schema, behind the keys of what is trained. */
export const runFields: Fields<'checkpoint' | 'timeLimit' | 'replicas' | 'threads'> = {
  checkpoint: z.strictObject({ everyMinutes: number(0.01, 1440).default(3) }).prefault({}),
  timeLimit: sessionMinutes.optional(),
  replicas: whole(1, 64).default(1),
  threads: whole(1, 64).default(1),
};

/** What no single key shows. @param refuse – throws, given what is wrong and the hint. */
export function checkTraining(
  settings: TrainingSettings,
  refuse: (what: string, hint: string) => never,
): void {
  const { batch, replicas, steps, learningRate } = settings;
  if (batch % replicas !== 0)
    refuse(`batch: ${batch}; allowed: a multiple of replicas, ${replicas}`, 'change either');
  if (learningRate.warmUp >= steps)
    refuse(
      `learningRate.warmUp: ${learningRate.warmUp}; allowed: fewer than steps, ${steps}`,
      'change either',
    );
  if (learningRate.final > learningRate.peak)
    refuse(
      `learningRate.final: ${learningRate.final}; allowed: at most learningRate.peak, ${learningRate.peak}`,
      'change either',
    );
  checkOptimisation(settings, refuse);
}

/** As trainers take them. */
export function trainerOptionsOf({ replicas, threads, optimiser, groups, ema, ...decay }: TrainingSettings): {
  replicas: number;
  threads: number;
  optimiser: OptimiserOptions;
  groups?: ParameterGroup[];
  ema: number | undefined;
} {
  return {
    replicas,
    threads,
    optimiser: optimiserOf(optimiser, decay),
    ...(groups === undefined ? {} : { groups }),
    ema,
  };
}
