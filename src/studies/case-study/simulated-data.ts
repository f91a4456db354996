/** The simulated camera domain as a job: a stand-in for photographs, labelled with ibug68 as annotators set them. */
import { partOf } from '../../core/work.js';
import { generateDataset } from '../../dataset/generate/generate-dataset.js';
import type { Job } from '../../jobs/job.js';
import { type DatasetOutcome, datasetJob } from './dataset-job.js';
import { facesSeconds } from './estimate.js';
import type { SimulatedCounts } from './study-recipe.js';

export interface SimulatedSettings extends SimulatedCounts {
  size: number;
  seed: number;
}

export function simulatedJob(settings: SimulatedSettings, head: string): Job<DatasetOutcome> {
  const { train, validation, commonTest, challenging, size, seed } = settings;
  const count = train + validation + commonTest + challenging;
  return datasetJob({
    name: 'SIMULATED camera domain',
    kind: 'faces',
    settings: { domain: 'camera', head, size, seed, train, validation, commonTest, challenging },
    seconds: facesSeconds(count, size),
    make: async (out, { work }) => {
      await generateDataset(
        {
          domain: 'camera',
          head,
          count,
          size,
          seed,
          validation: validation / count,
          test: commonTest / count,
          challenging: challenging / count,
          out,
        },
        partOf(work, 'faces'),
      );
      return [`SIMULATED: ${count} faces of ${head} in the camera domain, seed ${seed}, ${size} px`];
    },
  });
}
