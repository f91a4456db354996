/** A trainer's state as a checkpoint and back. Node only. */
import { LineamentError } from '../core/errors.js';
import type { TrainerState } from '../nn/program/trainer-state.js';
import type { Checkpoint } from './checkpoint.js';

type Vectors = Pick<TrainerState, 'parameters' | 'firstMoments' | 'secondMoments' | 'statistics'>;
type Rest = Omit<TrainerState, keyof Vectors>;

const vectorNames = ['parameters', 'firstMoments', 'secondMoments', 'statistics'] as const;

/** @param run – whatever else the run must remember, as JSON. */
export function trainerCheckpoint(state: TrainerState, run: Record<string, unknown>): Checkpoint {
  const { step, parameterLayout, statisticLayout } = state;
  const trainer: Rest = { step, parameterLayout, statisticLayout };
  return {
    header: { run, trainer },
    arrays: Object.fromEntries(vectorNames.map((name) => [name, state[name]])),
  };
}

/** @param file – named in errors. */
export function readTrainerCheckpoint(
  { header, arrays }: Checkpoint,
  file: string,
): { state: TrainerState; run: Record<string, unknown> } {
  const { trainer, run } = header as { trainer?: Rest; run?: Record<string, unknown> };
  const { parameters, firstMoments, secondMoments, statistics } = arrays;
  if (
    trainer === undefined ||
    run === undefined ||
    parameters === undefined ||
    firstMoments === undefined ||
    secondMoments === undefined ||
    statistics === undefined
  ) {
    throw new LineamentError('the checkpoint holds no training run', {
      file,
      mend: 'delete it to begin again',
    });
  }
  return { state: { ...trainer, parameters, firstMoments, secondMoments, statistics }, run };
}
