/** The trials of a row: each trained, each measured on the photographs' validation split alone, one chosen. Each seed chooses for itself. */
import { UsageError } from '../../core/errors.js';
import type { RowResult } from '../../evaluation/rows/row-result.js';
import type { Job } from '../../jobs/job.js';
import type { JobPool } from '../../jobs/job-pool.js';
import { type MeasuredStep, predictingSeconds } from '../job-kinds/estimate.js';
import type { ModelOutcome, Patch } from '../job-kinds/training-job.js';
import { type ChoiceOutcome, choiceJob, type Trial } from './choice-job.js';
import { type Column, measuringJob } from './measuring-job.js';
import type { PlannedData } from './plan-data.js';
import type { StudyRecipe } from './study-recipe.js';
import type { StudyRow } from './study-row.js';

/** @param label – tells it from others of the row and seed. @param trial – laid over the row's settings. */
export type TrainRow = (label: string, trial: Patch) => Promise<Job<ModelOutcome>>;

export interface TrialOptions {
  name: string;
  row: StudyRow;
  seed: number;
  train: TrainRow;
  recipe: StudyRecipe;
  data: PlannedData;
  step: MeasuredStep;
  pool: JobPool;
}

export async function plannedChoice(options: TrialOptions): Promise<Job<ChoiceOutcome>> {
  const { name, row, seed, train, data, pool } = options;
  const validation = data.columns.find(
    ({ domain, split }) => domain === data.target.kind && split === 'validation',
  );
  if (validation === undefined)
    throw new UsageError(`rows.${name}.trials: the photographs have no split \`validation\` to choose by`, {
      hint: 'give them such a split or more faces for training, of which a share is taken for it, or leave the trials out',
    });
  const trials: Trial[] = [];
  for (const [trial, patch] of Object.entries(row.trials)) {
    const training = await train(`, trial ${trial}`, patch);
    const measuring = pool.one(
      validating(`measure ${name}, seed ${seed}, trial ${trial}`, training, validation, options),
    );
    trials.push({ name: trial, training, measuring });
  }
  return pool.one(choiceJob(`choose ${name}, seed ${seed}`, trials));
}

function validating(
  name: string,
  training: Job<ModelOutcome>,
  column: Column,
  { recipe: { evaluation }, step }: TrialOptions,
): Job<RowResult> {
  return measuringJob({
    name,
    training,
    columns: [column],
    fit: undefined,
    folds: undefined,
    auxiliary: undefined,
    ways: ['nearest-subset', 'own-head'],
    seed: evaluation.seed,
    resamples: evaluation.resamples,
    keepPoints: false,
    seconds: predictingSeconds(column.faces, step),
  });
}
