/** How far photographs lie from synthetic faces in a row's features, as one job of a study. */
import { join } from 'node:path';
import {
  type FeatureGap,
  type FeaturePart,
  measureFeatureGap,
} from '../../evaluation/features/feature-gap.js';
import { defineJob, type Job } from '../../jobs/job.js';
import { datasetFolder } from '../job-kinds/dataset-job.js';
import { type ModelOutcome, runFolder } from '../job-kinds/training-job.js';
import type { Column } from './measuring-job.js';

export interface FeaturesJobOptions {
  name: string;
  training: Job<ModelOutcome>;
  /** Splits and how many faces of each. */
  parts: Record<'cloud' | 'held' | 'other', Pick<Column, 'name' | 'data' | 'split'> & { limit: number }>;
  seed: number;
  resamples: number;
  seconds: number;
}

export function featuresJob({
  name,
  training,
  parts,
  seed,
  resamples,
  seconds,
}: FeaturesJobOptions): Job<FeatureGap> {
  const { cloud, held, other } = parts;
  return defineJob<FeatureGap>({
    name,
    kind: 'measuring',
    settings: {
      features: 1,
      parts: [cloud, held, other].map(({ name: of, split, limit }) => ({ of, split, limit })),
      ...{ seed, resamples },
    },
    needs: [...new Set([training, cloud.data, held.data, other.data])],
    seconds,
    run: async (context) => {
      const placed = ({ data, ...part }: (typeof parts)['cloud']): FeaturePart => ({
        ...part,
        data: datasetFolder(context, data),
      });
      return measureFeatureGap(
        join(runFolder(context, training), 'model.onnx'),
        { cloud: placed(cloud), held: placed(held), other: placed(other) },
        { seed, resamples },
        context.work,
      );
    },
  });
}
