/** Studies: every row of a table trained and measured by one command, resumable, with a report. */
export { runStudy, type StudyOptions, type StudyResult } from './study.js';
export { type ReadStudy, readStudy, type ScaleName, type StudyRecipe, scaleNames } from './study-recipe.js';
