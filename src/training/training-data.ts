/** The two sources of a training: augmented batches of the training split, plain crops of the validation split. */
import { UsageError } from '../core/errors.js';
import { createLoader, type Loader, type Normalisation } from '../dataset/loader.js';
import { openLandmarkSet } from '../dataset/landmark-set-file.js';
import { describeLandmarks, haveSameLandmarks } from '../dataset/manifest.js';
import { type Dataset, openDataset } from '../dataset/store.js';
import type { BatchSource } from './batches.js';
import type { Recipe } from './recipe.js';
import type { ValidationFaces } from './validation.js';

/** Bytes reach the network as about −1 to 1; recorded in the model file. */
export const normalisation: Normalisation = { mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25] };

/** Faces in each run of the network during validation. */
export const validationBatch = 16;

export interface TrainingData {
  batches: BatchSource;
  trainingFaces: number;
  validation: ValidationFaces;
  close(): Promise<void>;
}

export async function openTrainingData(recipe: Recipe): Promise<TrainingData> {
  const { data } = recipe;
  const shared = {
    inputSize: recipe.model.inputSize,
    convention: data.convention,
    seed: recipe.seed,
    normalisation,
  };
  const batches = await openLoader(data.train, data.landmarks, (datasets) =>
    createLoader(datasets, {
      ...shared,
      split: data.trainSplit,
      batch: recipe.batch,
      augmentation: recipe.augmentation,
      workers: recipe.loaderWorkers,
    }),
  );
  try {
    const validation = await openLoader(data.validation, data.landmarks, (datasets) =>
      createLoader(datasets, {
        ...shared,
        split: data.validationSplit,
        batch: validationBatch,
        augmentation: null,
        workers: 1,
        limit: recipe.validation.faces,
      }),
    );
    return {
      batches,
      trainingFaces: batches.size,
      validation: facesOf(validation),
      close: async () => {
        await Promise.all([batches.close(), validation.close()]);
      },
    };
  } catch (error) {
    await batches.close();
    throw error;
  }
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
          { file: folder, mend: 'change data.landmarks or the dataset' },
        );
      }
    }
    return await create(datasets);
  } finally {
    for (const dataset of datasets) dataset.close();
  }
}

/** One pass over a loader without augmentation, whose last batch begins again at the first face. */
function facesOf(loader: Loader): ValidationFaces {
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
