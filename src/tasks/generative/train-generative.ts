/** The generative tasks by the name that a recipe gives under `task`: read and trained alike. */
import type { Work } from '../../core/work.js';
import type { SessionOptions } from '../fit-options.js';
import { taskOf } from '../recipe-file.js';
import { parsePriorRecipe, priorTask } from './autoencoders/prior/recipe.js';
import { trainPrior } from './autoencoders/prior/train.js';
import { autoencoderTask, parseAutoencoderRecipe } from './autoencoders/recipe.js';
import { trainAutoencoder } from './autoencoders/train.js';
import { clipTask, parseClipRecipe } from './clip/recipe.js';
import { trainClip } from './clip/train.js';
import { dalleTask, parseDalleRecipe } from './dalle/recipe.js';
import { trainDalle } from './dalle/train.js';
import { judgesTask, parseJudgesRecipe } from './judges/recipe.js';
import { trainJudges } from './judges/train.js';
import { parseVideoRecipe, videoTask } from './video/recipe.js';
import { trainVideo } from './video/train.js';

/** What every training gives. */
export interface TrainedModel {
  out: string;
  /** Steps that are done. */
  step: number;
  parameters: number;
  /** The last state, and the one that was validated best. */
  model: string;
  bestModel: string;
}

export interface ReadTraining {
  steps: number;
  batch: number;
  run(options: SessionOptions, work: Work): Promise<TrainedModel>;
}

interface Sized {
  steps: number;
  batch: number;
}

const trainingOf =
  <Recipe extends Sized>(
    parse: (yaml: string, file: string) => Recipe,
    train: (recipe: Recipe, options: SessionOptions, work: Work) => Promise<TrainedModel>,
  ) =>
  (yaml: string, file: string): ReadTraining => {
    const recipe = parse(yaml, file);
    const { steps, batch } = recipe;
    return { steps, batch, run: (options, work) => train(recipe, options, work) };
  };

export const generativeTasks: Readonly<Record<string, (yaml: string, file: string) => ReadTraining>> = {
  [autoencoderTask]: trainingOf(parseAutoencoderRecipe, trainAutoencoder),
  [priorTask]: trainingOf(parsePriorRecipe, trainPrior),
  [clipTask]: trainingOf(parseClipRecipe, trainClip),
  [dalleTask]: trainingOf(parseDalleRecipe, trainDalle),
  [judgesTask]: trainingOf(parseJudgesRecipe, trainJudges),
  [videoTask]: trainingOf(parseVideoRecipe, trainVideo),
};

/** @returns undefined for a recipe of another task. A mistake in the recipe is told at once. */
export function readGenerativeTraining(yaml: string, file: string): ReadTraining | undefined {
  return generativeTasks[String(taskOf(yaml, file))]?.(yaml, file);
}
