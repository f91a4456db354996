/** A trainer's state as a checkpoint and back. Node only. */
import { LineamentError } from '../../../core/errors.js';
import type { TrainerState } from '../../program/trainer-state.js';
import type { Checkpoint } from './checkpoint.js';

type Vectors = Pick<TrainerState, 'parameters' | 'firstMoments' | 'secondMoments' | 'statistics'>;
type Rest = Omit<TrainerState, keyof Vectors | 'averages'>;

const vectorNames = ['parameters', 'firstMoments', 'secondMoments', 'statistics'] as const;
const averageNames = { parameters: 'averages.parameters', statistics: 'averages.statistics' } as const;

/** @param run – whatever else the run must remember, as JSON. */
export function trainerCheckpoint(state: TrainerState, run: Record<string, unknown>): Checkpoint {
  const { step, parameterLayout, statisticLayout, updates, averages } = state;
  const trainer: Rest = { step, parameterLayout, statisticLayout, updates };
  return {
    header: { run, trainer },
    arrays: {
      ...Object.fromEntries(vectorNames.map((name) => [name, state[name]])),
      ...(averages && {
        [averageNames.parameters]: averages.parameters,
        [averageNames.statistics]: averages.statistics,
      }),
    },
  };
}

/** @param file – named in errors. @param hint – what to do about a checkpoint of something else. */
export function readTrainerCheckpoint(
  { header, arrays }: Checkpoint,
  file: string,
  hint = 'delete it to begin again',
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
    throw new LineamentError('the checkpoint holds no training run', { file, hint });
  }
  const state = { ...trainer, parameters, firstMoments, secondMoments, statistics };
  const averaged = arrays[averageNames.parameters];
  const averagedStatistics = arrays[averageNames.statistics];
  if (averaged === undefined || averagedStatistics === undefined) return { state, run };
  return { state: { ...state, averages: { parameters: averaged, statistics: averagedStatistics } }, run };
}
