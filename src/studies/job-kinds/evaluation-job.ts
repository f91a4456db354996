/** Measuring a trained detector on labelled faces as a job; the page about it lies in the job's folder, or a named one. */
import { join } from 'node:path';
import { partOf } from '../../core/work.js';
import { openDataset } from '../../dataset/store/store.js';
import { type Evaluation, evaluateModel } from '../../evaluation/evaluate-model.js';
import { writeEvaluation } from '../../evaluation/report.js';
import { defineJob, type Job } from '../../jobs/job.js';
import type { Normaliser } from '../../landmarks/errors/normalisers.js';
import { type DatasetOutcome, datasetFolder } from './dataset-job.js';
import { runFolder, type TrainingOutcome } from './training-job.js';

export interface EvaluationJobOptions {
  name: string;
  training: Job<TrainingOutcome>;
  /** The state that is measured: that of the last step, or the best on the validation faces. */
  model: 'model.onnx' | 'best.onnx';
  data: Job<DatasetOutcome>;
  /** Absent: all faces. */
  split?: string | undefined;
  normaliser: Normaliser;
  /** Faces whose mean shape is the baseline; absent: those that the evaluation takes by itself. */
  trainingFaces?: Job<DatasetOutcome> | undefined;
  seconds: number;
  /** A named place for its page. */
  out?: string | undefined;
}

export function evaluationJob(options: EvaluationJobOptions): Job<Evaluation> {
  const { name, training, model, data, split, normaliser, trainingFaces, seconds, out } = options;
  return defineJob<Evaluation>({
    name,
    kind: 'measuring',
    settings: { model, split, normaliser, baseline: trainingFaces !== undefined },
    needs: [...new Set([training, data, ...(trainingFaces === undefined ? [] : [trainingFaces])])],
    seconds,
    run: async (context) => {
      const dataset = await openDataset(datasetFolder(context, data));
      const baseline =
        trainingFaces === undefined ? undefined : await openDataset(datasetFolder(context, trainingFaces));
      try {
        const evaluation = await evaluateModel(
          {
            modelPath: join(runFolder(context, training), model),
            dataset,
            normaliser,
            ...(baseline !== undefined && { training: baseline }),
            ...(split !== undefined && { split }),
          },
          partOf(context.work, 'measure'),
        );
        await writeEvaluation(evaluation, dataset, out ?? context.folder);
        return evaluation;
      } finally {
        dataset.close();
        baseline?.close();
      }
    },
  });
}
