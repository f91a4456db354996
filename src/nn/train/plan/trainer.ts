/**
 * Training of one network on one loss: the plan of a single phase. For several losses, data sources or turns see
 * step-plan.ts; how the work is divided, plan-trainer.ts.
 */

import type { Frozen } from '../../optimisers/parameter-groups.js';
import type { TrainerState } from '../../program/trainer-state.js';
import type { TrainingProgram } from '../../program/training-program.js';
import type { Batch } from './plan-batches.js';
import { createReplicatedTrainer, type PlanTrainerOptions, type StepResult } from './plan-trainer.js';
import type { TrainableNetwork } from './step-plan.js';

export interface TrainerOptions extends PlanTrainerOptions {
  /** Samples in each batch, over all replicas. */
  batch: number;
}

export interface Trainer {
  readonly program: TrainingProgram;
  /** @param batch – one, or several whose gradients are averaged: an update as of one batch of all their samples. */
  step(batch: Batch | readonly Batch[], options: { readonly learningRate: number }): Promise<StepResult>;
  /** A copy. */
  state(): TrainerState;
  restore(state: TrainerState): void;
  release(): Promise<void>;
}

/**
 * @param build – is called once, with the samples of one replica; where groups freeze a part, it makes its graph by
 * `new Graph('training', frozen)`.
 */
export async function createTrainer(
  build: (batch: number, frozen: Frozen) => TrainableNetwork,
  { batch, ...options }: TrainerOptions,
): Promise<Trainer> {
  const trainer = await createReplicatedTrainer(
    {
      programs: { network: { build, batch } },
      updates: [{ phases: [{ name: '', program: 'network', data: 'data' }] }],
    },
    options,
  );
  return {
    program: trainer.program,
    step: (data, rate) => trainer.step({ data }, rate),
    state: () => trainer.state(),
    restore: (state) => trainer.restore(state),
    release: () => trainer.release(),
  };
}
