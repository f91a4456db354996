/** Studies: every row of a table trained and measured by one command, resumable, with a report. */

export { silentWork, type Work } from '../../core/work.js';
export type { ImportFailure } from '../../dataset/import/import-dataset.js';
export type { Patch } from '../job-kinds/training-job.js';
export type { ComparisonSettings, SectionSettings } from './report/section-settings.js';
export { runStudy, type StudyOptions, type StudyResult } from './study.js';
export type { LabelledAdapter, SimulatedCounts, SyntheticPart } from './study-recipe.js';
export {
  type ReadStudy,
  readStudy,
  type ScaleName,
  type StudyRecipe,
  scaleNames,
} from './study-recipe.js';
export type { StudyRow } from './study-row.js';
