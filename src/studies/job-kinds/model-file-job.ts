/** A model file that is there already, such as a shipped one, as a job in place of a training: copied into the job's folder. */

import { basename, join } from 'node:path';
import { UsageError } from '../../core/errors.js';
import { defineJob, type Job } from '../../jobs/job.js';
import { readModelMetadata } from '../../networks/model-file/read-model-metadata.js';
import { digestOf } from '../../node/digest.js';
import { readFileOr, writeFileWhole } from '../../node/files.js';
import type { ModelOutcome } from './training-job.js';

/** Of a training, what stands in a run's folder under this name is what is measured. */
const modelName = 'model.onnx';

/** @param landmarks – the set that it must predict, where only one will do. */
export async function modelFileJob(file: string, landmarks?: string): Promise<Job<ModelOutcome>> {
  const bytes = await readFileOr(file, 'the model');
  const { set } = readModelMetadata(bytes, file).landmarks;
  if (landmarks !== undefined && set !== landmarks)
    throw new UsageError(`the model predicts ${set}; the study is about ${landmarks}`, {
      file,
      hint: 'name a model of that set under base.models, or give the study its landmarks',
    });
  return defineJob<ModelOutcome>({
    name: `model ${basename(file)}`,
    kind: 'model',
    settings: { digest: digestOf(bytes) },
    seconds: 1,
    run: async ({ folder }) => {
      await writeFileWhole(join(folder, modelName), bytes);
      return { weights: modelName, steps: 0, seconds: 0 };
    },
  });
}
