/** Generated faces as a job. */
import { partOf } from '../../core/work.js';
import { generateDataset } from '../../dataset/generate/generate-dataset.js';
import { findManifest } from '../../dataset/store/manifest.js';
import type { Job } from '../../jobs/job.js';
import { type DatasetOutcome, datasetJob } from './dataset-job.js';
import { facesSeconds } from './estimate.js';

type Generation = Omit<Parameters<typeof generateDataset>[0], 'out'> & { count: number; size: number };

export interface FacesJobOptions {
  name: string;
  /** All that decides the faces, for the job's key. */
  settings: unknown;
  generation: Generation;
  /** Of the report. */
  notes: string[];
  /** Where they lie or are to be made; by default in the job's folder. */
  elsewhere?: string | undefined;
}

export async function facesJob({
  name,
  settings,
  generation,
  notes,
  elsewhere,
}: FacesJobOptions): Promise<Job<DatasetOutcome>> {
  return datasetJob({
    name,
    kind: 'faces',
    settings,
    // Of faces that are there already only the digest is still to be made.
    seconds: (await isComplete(elsewhere)) ? 5 : facesSeconds(generation.count, generation.size),
    elsewhere,
    make: async (out, { work }) => {
      await generateDataset({ ...generation, out }, partOf(work, 'faces'));
      return { notes };
    },
  });
}

async function isComplete(folder: string | undefined): Promise<boolean> {
  return folder !== undefined && (await findManifest(folder))?.complete === true;
}
