/** What the measurements of the generative study share: its faces, its models opened, its judges, and strips of pictures as PNG files. */
import { join } from 'node:path';
import type { Image } from '../../../core/image.js';
import type { Job, JobContext } from '../../../jobs/job.js';
import { createInferenceSession } from '../../../nn/runtime/inference-session.js';
import { readFileOr, writeFileWhole } from '../../../node/files.js';
import {
  type Autoencoder,
  openAutoencoder,
} from '../../../tasks/generative/autoencoders/open-autoencoder.js';
import type { FaceSet } from '../../../tasks/generative/data/face-set.js';
import { type FaceSplit, loadFaces } from '../../../tasks/generative/data/load-faces.js';
import { pictureOf } from '../../../tasks/generative/data/vary-picture.js';
import { type Judgement, judge, readJudgeMetadata } from '../../../tasks/generative/judges/judge-file.js';
import { pictureSheet } from '../../../tasks/generative/pictures/sheet.js';
import { datasetFolder } from '../../job-kinds/dataset-job.js';
import type { GenerativeRecipe } from '../generative-recipe.js';
import type { ClipJobs } from '../plan-clips.js';
import { digestOfModel, type FaceJobs, type StudyModel } from '../plan-models.js';
import { stripLength } from './measure-codes.js';

/** What is planned before anything is measured. */
export interface Planned {
  recipe: GenerativeRecipe;
  faces: FaceJobs;
  clips: ClipJobs | undefined;
  models: readonly StudyModel[];
}

/** The measurement of one model. */
export interface Measuring<Outcome> {
  model: StudyModel;
  job: Job<Outcome>;
}

/** One measurement for each model of a task. */
export function measuringsOf<Outcome>(
  { models }: Planned,
  task: StudyModel['task'],
  jobOf: (model: StudyModel) => Promise<Job<Outcome>>,
): Promise<Measuring<Outcome>[]> {
  const own = models.filter((model) => model.task === task);
  return Promise.all(own.map(async (model) => ({ model, job: await jobOf(model) })));
}

/** Seconds that measuring takes for each face that is looked at, roughly. */
export const secondsAFace = 0.05;

/** Of the 68 points, on pictures of 64 pixels. */
export const detectorModel = 'ibug68-ict';

export function judgesOf({ recipe, models }: Planned): StudyModel {
  return models.find(({ row }) => row === recipe.judges)!;
}

export function nameOf({ row, seed, training }: StudyModel): string {
  return training === undefined || seed === 1 ? row : `${row}, seed ${seed}`;
}

/** What a measurement on the models' faces waits for. */
export function needsOf({ faces }: Planned, ...some: readonly StudyModel[]): Job[] {
  return [...faces.models!, ...trainingsOf(...some)];
}

export function trainingsOf(...some: readonly StudyModel[]): Job[] {
  return some.flatMap(({ training }) => (training === undefined ? [] : [training]));
}

export function digestsOf(...some: readonly StudyModel[]): Promise<(string | null)[]> {
  return Promise.all(some.map(digestOfModel));
}

export function facesIn(
  context: JobContext,
  { recipe: { size }, faces }: Planned,
  group: string,
  split: FaceSplit,
  limit?: number,
): Promise<FaceSet> {
  const datasets = faces[group]!.map((job) => datasetFolder(context, job));
  return loadFaces({ datasets, size, ...(limit !== undefined && { limit }) }, split);
}

export async function openTokens(context: JobContext, model: StudyModel): Promise<Autoencoder> {
  const file = await model.fileIn(context);
  return openAutoencoder(await readFileOr(file, 'the model'), file, { signal: context.work.signal });
}

export interface OpenJudges {
  judge(pictures: readonly Image[]): Promise<Judgement[]>;
  release(): Promise<void>;
}

export async function openJudges(context: JobContext, planned: Planned): Promise<OpenJudges> {
  const file = await judgesOf(planned).fileIn(context);
  const bytes = await readFileOr(file, 'the judges');
  const metadata = readJudgeMetadata(bytes, file);
  const session = await createInferenceSession(bytes, { signal: context.work.signal });
  return { judge: (pictures) => judge(metadata, session, pictures), release: () => session.release() };
}

/** @param most – of the first faces. */
export async function judgementsOf(
  context: JobContext,
  planned: Planned,
  some: FaceSet,
  most: number,
): Promise<Judgement[]> {
  const judges = await openJudges(context, planned);
  try {
    const count = Math.min(most, some.count);
    return await judges.judge(Array.from({ length: count }, (_, n) => pictureOf(some, n)));
  } finally {
    await judges.release();
  }
}

/** A strip of pictures that a job left in its folder. */
export interface Strip {
  caption: string;
  file: string;
}

export interface Drawable {
  caption: string;
  strip: Float32Array;
}

export async function writeStrips(
  { folder }: JobContext,
  size: number,
  strips: readonly Drawable[],
): Promise<Strip[]> {
  const result: Strip[] = [];
  for (const [i, { caption, strip }] of strips.entries()) {
    const file = `strip-${i}.png`;
    await writeFileWhole(join(folder, file), pictureSheet(strip, { size, columns: stripLength, zoom: 1 }));
    result.push({ caption, file });
  }
  return result;
}
