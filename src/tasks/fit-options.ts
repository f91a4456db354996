/** What a training's settings say to `fit`, whatever is trained. */
import { join } from 'node:path';
import type { FitOptions } from '../nn/train/fit/fit.js';
import { learningRateAt } from '../nn/train/fit/learning-rate.js';
import { batchesOf } from '../nn/train/fit/optimisation-settings.js';
import { type FitHints, refuseBegun } from '../nn/train/fit/run-folder.js';
import type { TrainingSettings } from '../nn/train/fit/training-settings.js';
import { type EarlyFile, refuseForeignRun } from './own-run.js';

/** Of a session of a training: where, and how. */
export interface SessionOptions {
  /** Folder of the run; by default `runs/<name>`. */
  out?: string | undefined;
  /** Go on from the checkpoint in `out`. */
  resume?: boolean;
  /** Ends this session after so many minutes, in place of the recipe's timeLimit. */
  minutes?: number | undefined;
}

type Shared =
  | 'accumulate'
  | 'samplesPerStep'
  | 'steps'
  | 'learningRateAt'
  | 'earlyStopping'
  | 'checkpointMinutes'
  | 'minutes'
  | 'resume'
  | 'hints';

const hints: FitHints = {
  resume: 'go on with --resume',
  otherFolder: 'give another folder with --out',
  lowerRate: 'lower learningRate.peak',
};

/**
 * The folder of a run; refused where another run was begun in it, or where files of somebody else would be overwritten.
 * @param others – the files that this training writes beside those that all do.
 */
export async function runFolder(
  { name }: { name: string },
  { out, resume }: SessionOptions,
  others: readonly (string | EarlyFile)[] = [],
): Promise<string> {
  const folder = out ?? join('runs', name);
  await refuseBegun(folder, { ...(resume !== undefined && { resume }), hints });
  await refuseForeignRun(folder, others);
  return folder;
}

export function fitOptionsOf(
  recipe: TrainingSettings,
  { minutes, resume = false }: SessionOptions,
): Pick<FitOptions, Shared> {
  const { steps, batch, accumulate, learningRate, schedule, earlyStopping } = recipe;
  return {
    accumulate,
    samplesPerStep: batch * batchesOf(recipe),
    steps,
    learningRateAt: (step) => learningRateAt(step, steps, learningRate, schedule),
    earlyStopping,
    checkpointMinutes: recipe.checkpoint.everyMinutes,
    minutes: minutes ?? recipe.timeLimit,
    resume,
    hints,
  };
}
