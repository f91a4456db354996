/** Measuring a trained row as a job: which parts it is measured on, what its adapters are fitted on. */
import { join } from 'node:path';
import { openDataset } from '../../dataset/store/store.js';
import { measureRow } from '../../evaluation/rows/measure-row.js';
import type { RowResult, WayOfComparing } from '../../evaluation/rows/row-result.js';
import type { FacePart, FoldModel } from '../../evaluation/rows/row-settings.js';
import { defineJob, type Job, type JobContext } from '../../jobs/job.js';
import { type DatasetOutcome, datasetFolder } from '../job-kinds/dataset-job.js';
import { type ModelOutcome, runFolder } from '../job-kinds/training-job.js';

/** A column of the tables: a split of a dataset that a job makes. */
export interface Column {
  /** As in the tables: `common test`, `synthetic frontal`. */
  name: string;
  domain: 'synthetic' | 'real' | 'simulated';
  data: Job<DatasetOutcome>;
  split: string;
  /** At most so many faces. */
  limit?: number | undefined;
  /** Expected faces. */
  faces: number;
}

/** Trainings that have each not seen one fold of the train split, and the dataset that has the folds for splits. */
export interface Folds {
  dataset: Job<DatasetOutcome>;
  models: { training: Job<ModelOutcome>; unseen: string }[];
}

export interface MeasuringJobOptions {
  name: string;
  training: Job<ModelOutcome>;
  columns: readonly Column[];
  /** What adapters are fitted on; none: ways that need real labels are left out. */
  fit: Column | undefined;
  folds: Folds | undefined;
  auxiliary: Column | undefined;
  ways?: readonly WayOfComparing[] | undefined;
  seed: number;
  resamples: number;
  adapterSteps?: number | undefined;
  keepPoints: boolean;
  seconds: number;
}

export function measuringJob(options: MeasuringJobOptions): Job<RowResult> {
  const { name, training, columns, fit, folds, auxiliary, ways, seed, resamples, adapterSteps, keepPoints } =
    options;
  const described = ({ name: of, split, limit, data }: Column) => ({ name: of, split, limit, key: data.key });
  return defineJob<RowResult>({
    name,
    kind: 'measuring',
    settings: {
      columns: columns.map(described),
      fit: fit && described(fit),
      auxiliary: auxiliary && described(auxiliary),
      folds: folds?.models.map(({ training: { key }, unseen }) => ({ key, unseen })),
      ways,
      seed,
      resamples,
      adapterSteps,
      keepPoints,
    },
    needs: unique([
      training,
      ...columns.map(({ data }) => data),
      ...(fit ? [fit.data] : []),
      ...(auxiliary ? [auxiliary.data] : []),
      ...(folds ? [folds.dataset, ...folds.models.map((model) => model.training)] : []),
    ]),
    seconds: options.seconds,
    run: async (context) => {
      const part = (column: Column): FacePart => ({
        name: column.name,
        data: datasetFolder(context, column.data),
        split: column.split,
        ...(column.limit !== undefined && { limit: column.limit }),
      });
      return measureRow(
        {
          model: join(runFolder(context, training), 'model.onnx'),
          measure: columns.map(part),
          ...(fit !== undefined && { fit: [part(fit)] }),
          ...(folds !== undefined && { folds: await foldModels(folds, context) }),
          ...(auxiliary !== undefined && { synthetic: part(auxiliary) }),
          ...(ways !== undefined && { ways }),
          seed,
          resamples,
          ...(adapterSteps !== undefined && { adapterSteps }),
          keepPoints,
        },
        context.work,
      );
    },
  });
}

async function foldModels({ dataset: job, models }: Folds, context: JobContext): Promise<FoldModel[]> {
  const dataset = await openDataset(datasetFolder(context, job));
  try {
    return await Promise.all(
      models.map(async ({ training, unseen }) => ({
        file: join(runFolder(context, training), 'model.onnx'),
        unseen: await dataset.ids({ split: unseen }),
      })),
    );
  } finally {
    dataset.close();
  }
}

function unique(jobs: readonly Job[]): Job[] {
  return [...new Set(jobs)];
}
