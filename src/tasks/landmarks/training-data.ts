/**
 * The two sources of a training: augmented batches for training, plain crops for validation. Both come from datasets, or
 * faces are made while training (`data.generate`), so that none is seen twice.
 */
import { UsageError } from '../../core/errors.js';
import type { Log } from '../../core/log.js';
import { createFreshFaces } from '../../dataset/fresh/fresh-faces.js';
import type { FreshFacesSettings } from '../../dataset/fresh/settings.js';
import { createLoader, type Loader } from '../../dataset/load/loader.js';
import { describeLandmarks, haveSameLandmarks } from '../../dataset/store/manifest.js';
import { type Dataset, openDataset } from '../../dataset/store/store.js';
import { openLandmarkSet } from '../../face/landmark-set-file.js';
import { batchesOf } from '../../nn/train/fit/optimisation-settings.js';
import type { BatchSource, LandmarkBatch } from './face-batches.js';
import { normalisation } from './normalisation.js';
import type { Recipe } from './recipe.js';
import type { ValidationFaces } from './validation.js';

/** Faces in each run of the network during validation. */
export const validationBatch = 16;

export interface TrainingData {
  batches: BatchSource;
  trainingFaces: number;
  /** Head model of the training faces, where all were made with the same one. */
  head: string | undefined;
  validation: ValidationFaces;
  close(): Promise<void>;
}

/** @param log – is told of faces that are left out. */
export async function openTrainingData(recipe: Recipe, log: Log): Promise<TrainingData> {
  const training = await openTraining(recipe, log);
  try {
    const validation = await openValidation(recipe, log);
    return {
      batches: training.source,
      trainingFaces: training.faces,
      head: training.head,
      validation: validation.faces,
      close: async () => {
        await Promise.all([training.source.close(), validation.close()]);
      },
    };
  } catch (error) {
    await training.source.close();
    throw error;
  }
}

interface Training {
  source: BatchSource;
  faces: number;
  head: string | undefined;
}

async function openTraining(recipe: Recipe, log: Log): Promise<Training> {
  const { data, model, batch, steps, augmentation, loaderWorkers: workers } = recipe;
  if (data.generate !== undefined) {
    const source = await createFreshFaces({
      ...(await freshOptions(recipe, data.generate)),
      part: 'training',
      batch,
      augmentation,
      workers,
    });
    return { source, faces: steps * batchesOf(recipe) * batch, head: data.generate.head };
  }
  let head: string | undefined;
  const source = await openLoader(data.train, data.landmarks, (datasets) => {
    head = commonHead(datasets);
    return createLoader(datasets, {
      ...loaderOptions(recipe),
      split: data.trainSplit,
      batch,
      augmentation,
      workers,
    });
  });
  warnOfLeftOut('training', source, log);
  if (model.visibility && source.seen === 0) {
    await source.close();
    throw new UsageError('loss.visibility: no training face says what can be seen of its points', {
      hint: 'train on generated faces, or leave loss.visibility out',
    });
  }
  return { source, faces: source.size, head };
}

/** Photographs have none. */
function commonHead(datasets: readonly Dataset[]): string | undefined {
  const [first, ...others] = datasets.map(({ manifest }) => manifest.origin.head);
  return typeof first === 'string' && others.every((head) => head === first) ? first : undefined;
}

async function openValidation(
  recipe: Recipe,
  log: Log,
): Promise<{ faces: ValidationFaces; close: () => Promise<void> }> {
  const { data, validation } = recipe;
  if (data.generate !== undefined && data.validation.length === 0) {
    const source = await createFreshFaces({
      ...(await freshOptions(recipe, data.generate)),
      part: 'validation',
      batch: validationBatch,
      augmentation: null,
      workers: recipe.loaderWorkers,
    });
    // Every validation is on the same faces: they are made once.
    const made = new Map<number, Promise<LandmarkBatch>>();
    const batch = (step: number): Promise<LandmarkBatch> => {
      const known = made.get(step) ?? source.batch(step);
      made.set(step, known);
      return known;
    };
    return { faces: facesOf({ size: validation.faces, batch }), close: () => source.close() };
  }
  const loader = await openLoader(data.validation, data.landmarks, (datasets) =>
    createLoader(datasets, {
      ...loaderOptions(recipe),
      split: data.validationSplit,
      batch: validationBatch,
      augmentation: null,
      workers: 1,
      limit: validation.faces,
    }),
  );
  warnOfLeftOut('validation', loader, log);
  return { faces: facesOf(loader), close: () => loader.close() };
}

/** Faces whose labels are broken are not learnt from; whoever trains must know of it. */
export function warnOfLeftOut(what: string, { leftOut, size }: Loader, log: Log): void {
  const [first] = leftOut;
  if (first === undefined) return;
  log.warn(
    `${what}: ${leftOut.length} of ${size + leftOut.length} faces are left out, their labels are broken; the first: ${first.folder}: ${first.id}: ${first.reason}`,
  );
}

/** What both loaders of a recipe have in common. */
function loaderOptions({ model, data, seed }: Recipe) {
  return { inputSize: model.inputSize, convention: data.convention, seed, normalisation };
}

async function freshOptions(recipe: Recipe, settings: FreshFacesSettings) {
  const { model, data, seed } = recipe;
  return {
    ...settings,
    landmarks: await openLandmarkSet(data.landmarks),
    inputSize: model.inputSize,
    convention: data.convention,
    augmentationSeed: seed,
    normalisation,
  };
}

async function openLoader(
  folders: readonly string[],
  landmarks: string,
  create: (datasets: Dataset[]) => Promise<Loader>,
): Promise<Loader> {
  const set = await openLandmarkSet(landmarks);
  const datasets: Dataset[] = [];
  try {
    for (const folder of folders) {
      const dataset = await openDataset(folder);
      datasets.push(dataset);
      if (!haveSameLandmarks(dataset.manifest, describeLandmarks(set))) {
        throw new UsageError(
          `the dataset has the landmarks ${dataset.manifest.landmarks}; the recipe trains ${landmarks}`,
          { file: folder, hint: 'change data.landmarks or the dataset' },
        );
      }
    }
    return await create(datasets);
  } finally {
    for (const dataset of datasets) dataset.close();
  }
}

/** One pass over faces without augmentation; of the last batch those beyond `size` are not counted. */
function facesOf(loader: Pick<BatchSource, 'batch'> & { size: number }): ValidationFaces {
  return {
    count: loader.size,
    async *batches() {
      for (let first = 0, step = 0; first < loader.size; first += validationBatch, step++) {
        const { images, points, weights } = await loader.batch(step);
        const faces = Math.min(validationBatch, loader.size - first);
        const part = (values: Float32Array): Float32Array =>
          values.subarray(0, (values.length / validationBatch) * faces);
        yield { images, points: part(points), weights: part(weights) };
      }
    },
  };
}
