/**
 * Trainings as jobs: the recipe of a row with the study's settings laid over it, and the folders of its data and of the
 * run that it begins with filled in when the jobs that make them are done.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../../core/errors.js';
import { defineJob, type Job, type JobContext } from '../../jobs/job.js';
import { readCheckpoint } from '../../nn/train/fit/checkpoint.js';
import { readTrainerCheckpoint } from '../../nn/train/fit/trainer-checkpoint.js';
import { exists, readTextOr } from '../../node/files.js';
import { parseRecipe, type Recipe } from '../../tasks/landmarks/recipe.js';
import { train } from '../../tasks/landmarks/train.js';
import { parseYaml } from '../../tasks/recipe-file.js';
import { type DatasetOutcome, datasetFolder } from './dataset-job.js';
import { mergeSettings } from './merge-settings.js';

/** Settings laid over those of a training recipe. */
export type Patch = Record<string, unknown>;

/** A recipe as its file has it, before it is checked: the folders of its data are still to come. */
export type RawRecipe = Patch;

/** A dataset's folder and split. */
export interface Faces {
  data: string[];
  split: string;
}

/** Where a training finds its data. */
export interface TrainingPlaces {
  train: Faces;
  validation: Faces;
  /** Weights of the base. */
  from?: string | undefined;
  /** Pictures whose labels are not read. */
  target?: Faces | undefined;
  /** Labelled faces of the target set. */
  real?: Faces | undefined;
}

/** The places of a training on the train split of a dataset that a job makes, validated on its validation split. */
export function ownSplits(faces: Job<DatasetOutcome>): (context: JobContext) => TrainingPlaces {
  return (context) => {
    const data = [datasetFolder(context, faces)];
    return { train: { data, split: 'train' }, validation: { data, split: 'validation' } };
  };
}

/** A model in a folder as `model.onnx`, by a training or as it was found. */
export interface ModelOutcome {
  /** Where the run lies, if not in the job's own folder. */
  adopted?: string;
  /** The file that further trainings begin with; by default the run's checkpoint. */
  weights?: string;
  steps: number;
  /** Of all its sessions. */
  seconds: number;
}

export interface TrainingOutcome extends ModelOutcome {
  parameters: number;
  /** Last validation, for the record; nothing is chosen by it. */
  validation: { nme: number; normaliser: string } | null;
  recipe: Recipe;
}

/** @param patches – laid over the file, each over the one before. */
export async function readRawRecipe(file: string, patches: readonly Patch[]): Promise<RawRecipe> {
  const content = parseYaml(await readTextOr(file, 'the recipe'), file);
  if (typeof content !== 'object' || content === null)
    throw new UsageError('the recipe is empty', { file, hint: 'write a training recipe' });
  const merged = patches.reduce<RawRecipe>(
    (under, patch) => mergeSettings(under, patch) as RawRecipe,
    content as RawRecipe,
  );
  const early = ['timeLimit', 'earlyStopping'].find((key) => merged[key] !== undefined);
  if (early !== undefined)
    throw new UsageError(`${early}: not allowed in a study, whose trainings all go to their last step`, {
      file,
      hint: 'take it out of the recipe, or remove it in the study with null',
    });
  return merged;
}

/** Whether a training reads labels of real faces beside the synthetic ones. */
export function readsRealLabels(raw: RawRecipe): boolean {
  return adaptations(raw).some((method) => method.real !== undefined);
}

/** Whether it looks at pictures of the target domain without labels. */
export function readsTarget(raw: RawRecipe): boolean {
  return adaptations(raw).some((method) => method.target !== undefined);
}

function adaptations({ adaptation }: RawRecipe): Record<string, unknown>[] {
  return Array.isArray(adaptation) ? (adaptation as Record<string, unknown>[]) : [];
}

const somewhere: Faces = { data: ['.'], split: 'train' };
/** Where nothing is known yet of the folders. */
export const anywhere: TrainingPlaces = {
  train: somewhere,
  validation: somewhere,
  real: somewhere,
  target: somewhere,
};

/** @param file – named in errors. */
export function placeRecipe(raw: RawRecipe, places: TrainingPlaces, landmarks: string, file: string): Recipe {
  const { train: training, validation, from, target, real } = places;
  const fill = (method: Record<string, unknown>): Record<string, unknown> => ({
    ...method,
    ...(method.target !== undefined && { target: { ...(method.target as object), ...target } }),
    ...(method.real !== undefined && { real: { ...(method.real as object), ...real } }),
  });
  const placed = {
    ...raw,
    data: {
      ...(raw.data as object),
      train: training.data,
      trainSplit: training.split,
      validation: validation.data,
      validationSplit: validation.split,
      landmarks,
    },
    ...(from !== undefined && { from }),
    ...(raw.adaptation !== undefined && { adaptation: adaptations(raw).map(fill) }),
  };
  return parseRecipe(JSON.stringify(placed), file);
}

export interface TrainingJobOptions {
  name: string;
  raw: RawRecipe;
  landmarks: string;
  /** Stands for the set in the job's key, where the name does not say what it holds. */
  setKey?: string | undefined;
  file: string;
  needs: readonly Job[];
  /** Which part of the needed data it reads: tells trainings on parts of the same dataset from each other. */
  reads: Record<string, string | undefined>;
  seconds: number;
  places: (context: JobContext) => TrainingPlaces;
  /** A finished run of the same recipe, to be taken over. */
  adopt?: string | undefined;
  /** A named place for the run; by default the job's folder. */
  elsewhere?: string | undefined;
}

/** Changes no result. */
const withoutEffect = [
  'name',
  'description',
  'licence',
  'checkpoint',
  'validation',
  'loaderWorkers',
  'timeLimit',
];

/** Refuses a recipe that cannot be trained by, before anything is made. */
export function trainingJob(options: TrainingJobOptions): Job<TrainingOutcome> {
  const { name, raw, landmarks, setKey, file, needs, reads, seconds, places, adopt, elsewhere } = options;
  placeRecipe(raw, anywhere, landmarks, file);
  const settings = Object.fromEntries(Object.entries(raw).filter(([key]) => !withoutEffect.includes(key)));
  return defineJob<TrainingOutcome>({
    name,
    kind: 'training',
    settings: { ...settings, data: dataSettings(raw), landmarks: setKey ?? landmarks, reads },
    needs,
    seconds,
    isThere: async ({ adopted, recipe }) =>
      adopted === undefined || (await finishedRun(adopted, recipe)) !== undefined,
    run: async (context) => {
      const { folder, work } = context;
      const recipe = placeRecipe(raw, places(context), landmarks, file);
      const finished = adopt === undefined ? undefined : await finishedRun(adopt, recipe);
      if (finished !== undefined) {
        work.log.info(`taken over from ${adopt}`);
        return { ...finished, adopted: adopt! };
      }
      const out = elsewhere ?? folder;
      const resume = await exists(join(out, 'checkpoint.bin'));
      const began = performance.now();
      const result = await train(recipe, { out, resume }, work);
      return {
        ...(elsewhere !== undefined && { adopted: elsewhere }),
        steps: result.step,
        seconds: (performance.now() - began) / 1000,
        parameters: result.parameters,
        validation: result.last && { nme: result.last.nme, normaliser: result.last.normaliser },
        recipe,
      };
    },
  });
}

/** What of `data` decides the result beside the datasets themselves: a convention that is not the usual one. */
function dataSettings({ data }: RawRecipe): { convention: unknown } | undefined {
  const { convention = 'contour' } = (data ?? {}) as { convention?: unknown };
  return convention === 'contour' ? undefined : { convention };
}

/** The run's folder, its own or the one it was taken over from. */
export function runFolder(
  context: Pick<JobContext, 'folderOf' | 'outcomeOf'>,
  job: Job<ModelOutcome>,
): string {
  return context.outcomeOf(job).adopted ?? context.folderOf(job);
}

/** What another training begins with: a recipe's `from`. */
export function weightsOf(
  context: Pick<JobContext, 'folderOf' | 'outcomeOf'>,
  job: Job<ModelOutcome>,
): string {
  return join(runFolder(context, job), context.outcomeOf(job).weights ?? 'checkpoint.bin');
}

/** What a run elsewhere gave, if it went to its end with the same recipe. */
async function finishedRun(folder: string, recipe: Recipe): Promise<TrainingOutcome | undefined> {
  const checkpoint = join(folder, 'checkpoint.bin');
  const text = await readFile(join(folder, 'recipe.json'), 'utf8').catch(() => undefined);
  if (text === undefined || !(await exists(checkpoint)) || !(await exists(join(folder, 'model.onnx'))))
    return undefined;
  if (!isDeepStrictEqual(deciding(JSON.parse(text)), deciding(JSON.parse(JSON.stringify(recipe)))))
    return undefined;
  const { run } = readTrainerCheckpoint(await readCheckpoint(checkpoint), checkpoint);
  const { state } = run as { state?: { step: number; seconds: number } };
  if (state?.step !== recipe.steps) return undefined;
  return { steps: state.step, seconds: state.seconds, parameters: 0, validation: null, recipe };
}

function deciding(recipe: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(recipe).filter(([key]) => !withoutEffect.includes(key)));
}
