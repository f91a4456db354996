/** Whether a training may write into a folder: what somebody else has there under one of its names stays. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJsonOrNone } from '../core/settings/parse-json-as.js';
import { fitFiles } from '../nn/train/fit/run-folder.js';
import { refuseThere } from '../node/refuse-overwriting.js';
import { runFiles } from './run-files.js';

/** What the recipes of all trainings have; of earlier versions too. */
const recipeOfRun = z.object({
  name: z.string(),
  batch: z.number(),
  steps: z.number(),
  learningRate: z.looseObject({}),
});

/**
 * A run shows by its recipe that it is one: that is what a training writes first.
 * @param others – files that this training writes beside those that all do. @param command – as in messages.
 * @throws UsageError for the first file of these names in a folder that is not a run's.
 */
export async function refuseForeignRun(
  folder: string,
  others: readonly string[],
  command = 'model train',
): Promise<void> {
  const recipe = await readFile(join(folder, runFiles.recipe), 'utf8').catch(() => '');
  if (parseJsonOrNone(recipeOfRun, recipe) !== undefined) return;
  const names = [...Object.values(runFiles), ...Object.values(fitFiles), ...others];
  await refuseThere(
    command,
    names.map((name) => join(folder, name)),
  );
}
