/** What the rows of a study read of the photographs: labels for training, pictures to adapt to, a validation split to choose by. */
import { type RawRecipe, readRawRecipe, readsRealLabels, readsTarget } from '../job-kinds/training-job.js';
import { type ReadStudy, recipeFile } from './study-recipe.js';
import { hasTrials, type StudyRow } from './study-row.js';

/** The row's recipe with its settings, once for each of its trials; none for the base as it is. */
export async function rowSettings(study: Pick<ReadStudy, 'file'>, row: StudyRow): Promise<RawRecipe[]> {
  const { recipe, set } = row;
  if (recipe === undefined) return [];
  const patches = hasTrials(row) ? Object.values(row.trials) : [{}];
  return Promise.all(patches.map((patch) => readRawRecipe(recipeFile(study, recipe), [set, patch])));
}

/** Whether labels of real faces are read, in whichever trial. */
export function readsLabels({ on }: StudyRow, settings: readonly RawRecipe[]): boolean {
  return on === 'real' || settings.some(readsRealLabels);
}

export interface NeedyRow {
  name: string;
  /** Whether pictures to adapt to are all that it lacks. */
  onlyAdapts: boolean;
}

/**
 * The rows that cannot do without photographs for training. A validation split is one of their own or a share of those.
 * @param found – what there is beside them.
 */
export async function rowsThatNeedTraining(
  study: ReadStudy,
  found: { unlabelled: boolean; validation: boolean },
): Promise<NeedyRow[]> {
  const needy: NeedyRow[] = [];
  for (const [name, row] of Object.entries(study.recipe.rows)) {
    const settings = await rowSettings(study, row);
    const adapts = settings.some(readsTarget) && !found.unlabelled;
    const others = (hasTrials(row) && !found.validation) || readsLabels(row, settings);
    if (adapts || others) needy.push({ name, onlyAdapts: !others });
  }
  return needy;
}
