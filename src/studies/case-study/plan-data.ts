/**
 * The faces of a study as its plan needs them: the datasets and the domain (`study-data.ts`), the columns of its tables,
 * what adapters are fitted on, and the parts of the labelled faces that fold models and the curve over labels read.
 */
import type { Job } from '../../jobs/job.js';
import type { DatasetOutcome } from '../job-kinds/dataset-job.js';
import { firstFaces, labelledPartsJob, trainingFolds } from './labelled-parts.js';
import type { Column } from './measuring-job.js';
import { leastForTraining } from './real-splits.js';
import type { Domain, StudyData } from './study-data.js';
import type { StudyRecipe } from './study-recipe.js';

export interface PlannedData extends StudyData {
  /** K of the synthetic labels. */
  points: number;
  /** The tables' columns. */
  columns: Column[];
  /** What adapters are fitted on: the labelled faces for training; none where there are too few. */
  fit: Column | undefined;
  /** Synthetic pairs for the auxiliary network. */
  auxiliary: Column;
  /** The labelled faces for training in two splits, `fold-0` and `fold-1`; none where the study has no folds. */
  folds: Job<DatasetOutcome> | undefined;
  /** So many labelled faces of the order that a seed gives, as the split `train` of a dataset of their own. */
  firstLabels(count: number, seed: number): Job<DatasetOutcome>;
}

const foldSeed = 1;

/** @param points – K of the synthetic labels. */
export function planData(recipe: StudyRecipe, data: StudyData, points: number): PlannedData {
  const { target } = data;
  const { evaluation } = recipe;
  const faces = target.counts.train ?? 0;
  return {
    ...data,
    points,
    columns: columnsOf(recipe, data),
    fit:
      faces < leastForTraining
        ? undefined
        : { name: 'train', domain: target.kind, data: target.labelled, split: 'train', faces },
    auxiliary: {
      name: 'auxiliary',
      domain: 'synthetic',
      data: data.synthetic[0]!.job,
      split: 'train',
      limit: evaluation.auxiliaryFaces,
      faces: evaluation.auxiliaryFaces,
    },
    folds:
      recipe.folds === 2
        ? labelledPartsJob({
            name: 'folds of the train split',
            source: target.labelled,
            settings: { folds: 2, seed: foldSeed },
            split: (all) => {
              const [a = [], b = []] = trainingFolds(all, 2, foldSeed);
              return { 'fold-0': a, 'fold-1': b };
            },
          })
        : undefined,
    firstLabels: (count, seed) =>
      labelledPartsJob({
        name: `${count} labelled faces, subset ${seed}`,
        source: target.labelled,
        settings: { first: count, seed },
        split: (faces) => ({ train: firstFaces(faces, count, seed) }),
      }),
  };
}

/** Names of splits as the tables have them. */
const splitNames: Record<string, string> = {
  train: 'train',
  validation: 'validation',
  'common-test': 'common test',
  test: 'test',
  challenging: 'challenging',
  private: 'private',
};

function columnsOf({ evaluation }: StudyRecipe, data: StudyData): Column[] {
  const synthetic = data.synthetic.map(
    ({ name, job, test }): Column => ({
      name: `synthetic ${name}`,
      domain: 'synthetic',
      data: job,
      split: 'test',
      limit: evaluation.syntheticFaces,
      faces: Math.min(test, evaluation.syntheticFaces),
    }),
  );
  const { target, beside } = data;
  const simulated = target.kind === 'simulated';
  return [
    ...synthetic,
    ...domainColumns(target, simulated ? 'simulated ' : '', Object.keys(splitNames)),
    ...(beside === undefined
      ? []
      : domainColumns(beside, simulated ? 'simulated camera ' : 'simulated ', [
          'common-test',
          'challenging',
        ])),
  ];
}

function domainColumns(domain: Domain, prefix: string, splits: readonly string[]): Column[] {
  return splits.flatMap((split): Column[] => {
    const faces = domain.counts[split] ?? 0;
    return faces === 0
      ? []
      : [
          {
            name: `${prefix}${splitNames[split]}`,
            domain: domain.kind,
            data: domain.labelled,
            split,
            faces,
          },
        ];
  });
}
