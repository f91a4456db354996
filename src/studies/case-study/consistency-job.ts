/** How steadily a model places its points on the faces of some columns, as one job of a study. */
import { join } from 'node:path';
import {
  type ConsistencyFigure,
  measureConsistency,
} from '../../evaluation/consistency/measure-consistency.js';
import { defineJob, type Job } from '../../jobs/job.js';
import { datasetFolder } from '../job-kinds/dataset-job.js';
import { type ModelOutcome, runFolder } from '../job-kinds/training-job.js';
import type { Column } from './measuring-job.js';

export interface PartConsistency {
  /** Name of the column. */
  part: string;
  figures: ConsistencyFigure[];
}

export interface ConsistencyJobOptions {
  /** What the model is called. */
  title: string;
  model: Job<ModelOutcome>;
  columns: readonly Column[];
  /** At most so many of each column. */
  faces: number;
  seed: number;
  resamples: number;
  seconds: number;
}

export function consistencyJob(options: ConsistencyJobOptions): Job<PartConsistency[]> {
  const { title, model, columns, faces, seed, resamples, seconds } = options;
  return defineJob<PartConsistency[]>({
    name: `how steady the points of ${title} are`,
    kind: 'measuring',
    settings: {
      consistency: 1,
      columns: columns.map(({ name, split, limit }) => ({ name, split, limit })),
      ...{ faces, seed, resamples },
    },
    needs: [...new Set([model, ...columns.map(({ data }) => data)])],
    seconds,
    run: async (context) => {
      const parts: PartConsistency[] = [];
      for (const { name, data, split, limit = faces } of columns)
        parts.push({
          part: name,
          figures: await measureConsistency(
            join(runFolder(context, model), 'model.onnx'),
            { name, data: datasetFolder(context, data), split, limit: Math.min(limit, faces) },
            { seed, resamples },
            context.work,
          ),
        });
      return parts;
    },
  });
}
