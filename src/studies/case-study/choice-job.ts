/** The choice among the trials of a row, by their errors on validation: a job in place of the row's training. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LineamentError } from '../../core/errors.js';
import { type RowNormaliser, type RowResult, rowOwnCell } from '../../evaluation/rows/row-result.js';
import { defineJob, type Job } from '../../jobs/job.js';
import { writeFileWhole } from '../../node/files.js';
import { type ModelOutcome, runFolder } from '../job-kinds/training-job.js';

/** A training with settings of its own, and its measurement on validation alone. */
export interface Trial {
  name: string;
  training: Job<ModelOutcome>;
  measuring: Job<RowResult>;
}

export interface ChoiceOutcome extends ModelOutcome {
  /** Name of the trial whose model it is: the first of the least error. */
  chosen: string;
  /** Errors on validation, × 100, in the order of the recipe. */
  trials: { name: string; nme: number }[];
}

/** Of errors on validation. */
export const choiceNormaliser: RowNormaliser = 'outer-eye-corners';

export function choiceJob(name: string, trials: readonly Trial[]): Job<ChoiceOutcome> {
  return defineJob<ChoiceOutcome>({
    name,
    kind: 'choice',
    settings: { trials: trials.map((trial) => trial.name), normaliser: choiceNormaliser },
    needs: trials.flatMap(({ training, measuring }) => [training, measuring]),
    seconds: 1,
    run: async (context) => {
      const errors = trials.map((trial) => ({
        name: trial.name,
        nme: validationError(context.outcomeOf(trial.measuring), trial.name),
      }));
      const least = errors.reduce((best, { nme }, i) => (nme < errors[best]!.nme ? i : best), 0);
      const { training } = trials[least]!;
      const { steps, seconds } = context.outcomeOf(training);
      const model = await readFile(join(runFolder(context, training), modelName));
      await writeFileWhole(join(context.folder, modelName), model);
      return { weights: modelName, steps, seconds, chosen: errors[least]!.name, trials: errors };
    },
  });
}

/** The training of the trial that was taken, whose log is that of the row. */
export function chosenTraining(
  { needs }: Job<ChoiceOutcome>,
  { chosen, trials }: ChoiceOutcome,
): Job<ModelOutcome> {
  // Each trial is needed as its training and the measuring of it.
  return needs[2 * trials.findIndex(({ name }) => name === chosen)] as Job<ModelOutcome>;
}

const modelName = 'model.onnx';

function validationError({ cells }: RowResult, trial: string): number {
  const nme = rowOwnCell(cells.filter(({ points }) => points === 'all'))?.figures[choiceNormaliser]?.nme;
  if (nme === undefined)
    throw new LineamentError(`trial ${trial}: no face of the validation split could be measured`);
  return nme;
}
