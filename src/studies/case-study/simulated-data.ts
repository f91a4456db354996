/** The simulated camera domain as a job: a stand-in for photographs, labelled with ibug68 as annotators set them. */
import type { Job } from '../../jobs/job.js';
import type { DatasetOutcome } from '../job-kinds/dataset-job.js';
import { facesJob } from '../job-kinds/faces-job.js';
import type { SimulatedCounts } from './study-recipe.js';

export interface SimulatedSettings extends SimulatedCounts {
  size: number;
  seed: number;
}

export function simulatedJob(settings: SimulatedSettings, head: string): Promise<Job<DatasetOutcome>> {
  const { train, validation, commonTest, challenging, size, seed } = settings;
  const count = train + validation + commonTest + challenging;
  return facesJob({
    name: 'SIMULATED camera domain',
    settings: { domain: 'camera', head, size, seed, train, validation, commonTest, challenging },
    generation: {
      domain: 'camera',
      head,
      count,
      size,
      seed,
      validation: validation / count,
      test: commonTest / count,
      challenging: challenging / count,
    },
    notes: [`SIMULATED: ${count} faces of ${head} in the camera domain, seed ${seed}, ${size} px`],
  });
}
