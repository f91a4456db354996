/** The clips of the generative study as jobs: in each one to three things happen, one after the other. */
import type { Job } from '../../jobs/job.js';
import type { DatasetOutcome } from '../job-kinds/dataset-job.js';
import { facesJob } from '../job-kinds/faces-job.js';
import type { GenerativeRecipe, StudyClips } from './generative-recipe.js';

export interface ClipJobs {
  training: readonly Job<DatasetOutcome>[];
  /** Of none of its clips anything is learnt. */
  test: Job<DatasetOutcome>;
}

/** Eight frames in two seconds: what the recipes of clips learn from. */
const kind = { frames: 8, rate: 4, events: 3, pose: 'frontal' as const };

/** @returns undefined where the study has no clips. */
export async function planClips({ head, size, clips }: GenerativeRecipe): Promise<ClipJobs | undefined> {
  if (clips === undefined) return undefined;
  const made = ({ count, seed, validation }: StudyClips, name: string): Promise<Job<DatasetOutcome>> => {
    const generation = {
      ...{ head, size, count, seed, validation, test: 0 },
      ...kind,
      landmarks: 'ibug68',
      without: ['camera' as const],
    };
    return facesJob({ name: `clips ${name}, seed ${seed}`, settings: generation, generation, notes: [] });
  };
  return {
    training: await Promise.all(clips.training.map((some) => made(some, 'training'))),
    test: await made(clips.test, 'test'),
  };
}
