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

/** A file that a training may write before its recipe, and that shows by itself whose it is. */
export interface EarlyFile {
  readonly name: string;
  readonly isOurs: (path: string) => Promise<boolean>;
}

/**
 * A run shows by its recipe that it is one: that is what a training writes first, but for {@link EarlyFile}s.
 * @param others – files that this training writes beside those that all do. @param command – as in messages.
 * @throws UsageError for the first file of these names in a folder that is not a run's.
 */
export async function refuseForeignRun(
  folder: string,
  others: readonly (string | EarlyFile)[],
  command = 'model train',
): Promise<void> {
  const recipe = await readFile(join(folder, runFiles.recipe), 'utf8').catch(() => '');
  if (parseJsonOrNone(recipeOfRun, recipe) !== undefined) return;
  const paths = [...Object.values(runFiles), ...Object.values(fitFiles)].map((name) => join(folder, name));
  for (const other of others) {
    const path = join(folder, typeof other === 'string' ? other : other.name);
    if (typeof other === 'string' || !(await other.isOurs(path))) paths.push(path);
  }
  await refuseThere(command, paths);
}
