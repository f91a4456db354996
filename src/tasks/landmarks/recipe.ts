/**
 * A training recipe: everything that decides the result, in one YAML file. Each key's bounds and default are written
 * here, in the model's, the loss's and the augmentation's schema, and nowhere else. Paths are taken from the folder in which
 * the command runs.
 */
import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { choice, folderName, text, whole } from '../../core/settings/value-kinds.js';
import { type Augmentation, augmentationSchema } from '../../dataset/augment/settings.js';
import { type FreshFacesSettings, freshFacesSchema } from '../../dataset/fresh/settings.js';
import type { Normaliser } from '../../landmarks/errors/normalisers.js';
import { type Convention, conventions } from '../../landmarks/landmark-set.js';
import { hasLandmarkSet, landmarkSetNames } from '../../landmarks/sets/registry.js';
import { type NetworkSettings, networkFault, networkSchema } from '../../networks/registry.js';
import { defaultProvider, type Provider, providers } from '../../nn/runtime/provider.js';
import {
  checkTraining,
  runFields,
  stepFields,
  type TrainingSettings,
} from '../../nn/train/fit/training-settings.js';
import { readFileOr } from '../../node/files.js';
import { parseYamlAs } from '../recipe-file.js';
import { weightsAllowed } from '../warm-start.js';
import type { AdaptationSettings } from './adaptation/adaptation-method.js';
import { adaptationSchema, checkAdaptation } from './adaptation/registry.js';
import { folders } from './dataset-folders.js';
import type { LossSettings } from './losses/landmark-loss.js';
import { lossSchema } from './losses/registry.js';
import { validationNormalisers } from './validation.js';

export interface Recipe extends TrainingSettings {
  /** Names the run and, by default, its folder. */
  name: string;
  description: string;
  /** Terms of the trained weights, written into the model file. */
  licence: string;
  seed: number;
  data: {
    /** Dataset folders; none where faces are made while training. */
    train: string[];
    trainSplit: string;
    /** Faces made while training, in place of `train`. */
    generate?: FreshFacesSettings | undefined;
    /** Dataset folders; where faces are made while training, none means further ones, of another stream of the seed. */
    validation: string[];
    validationSplit: string;
    landmarks: string;
    convention: Convention;
  };
  model: NetworkSettings;
  /** Checkpoint or model file, whose weights this training begins with where names and shapes are the same. */
  from?: string | undefined;
  /** What brings the detector from the training faces' domain to another, each with its weight. */
  adaptation?: AdaptationSettings[] | undefined;
  loss: LossSettings;
  augmentation: Augmentation;
  validation: {
    /** Steps between validations. */
    every: number;
    /** At most so many faces. */
    faces: number;
    normaliser: Normaliser;
  };
  /** What the network is trained on. */
  provider: Provider;
  /** Threads that read and augment images. */
  loaderWorkers: number;
}

const landmarksAllowed = `one of ${landmarkSetNames.join(', ')}, or the .yaml file of a set of your own`;

const recipeSchema = z.strictObject({
  name: folderName,
  description: z.string('a text').default(''),
  licence: z.string('a text').default(''),
  seed: whole(0, 2 ** 31 - 1).default(0),
  data: z.strictObject(
    {
      train: folders.default([]),
      generate: freshFacesSchema.optional(),
      trainSplit: text('the name of a split').default('train'),
      validation: folders.default([]),
      validationSplit: text('the name of a split').default('validation'),
      landmarks: z
        .string(landmarksAllowed)
        .refine((name) => hasLandmarkSet(name) || /\.ya?ml$/i.test(name), landmarksAllowed),
      convention: choice(conventions).default('contour'),
    },
    'the keys train or generate, validation, landmarks, convention',
  ),
  model: networkSchema.prefault({}),
  from: text(weightsAllowed).optional(),
  adaptation: adaptationSchema.optional(),
  loss: lossSchema.prefault({}),
  ...stepFields({ batch: 32, peak: 1e-3, warmUp: 200 }),
  augmentation: augmentationSchema.prefault({}),
  validation: z
    .strictObject({
      every: whole(1, 1_000_000).default(500),
      faces: whole(1, 1_000_000).default(256),
      normaliser: choice(validationNormalisers).default('outer-eye-corners'),
    })
    .prefault({}),
  ...runFields,
  provider: choice(providers).default(defaultProvider),
  loaderWorkers: whole(1, 64).default(1),
});

/** @param yaml – the recipe's text. @param file – named in errors. */
export function parseRecipe(yaml: string, file: string): Recipe {
  const given: Recipe = parseYamlAs(recipeSchema, yaml, file);
  const refuse = (what: string, hint: string): never => {
    throw new UsageError(what, { file, hint });
  };
  const isTaught = given.loss.visibility > 0;
  if ((given.model.visibility ?? isTaught) !== isTaught)
    refuse(
      `model.visibility: ${given.model.visibility}; with loss.visibility ${given.loss.visibility} it is ${isTaught}`,
      'leave model.visibility out and give loss.visibility the weight that it should have',
    );
  const recipe = isTaught ? { ...given, model: { ...given.model, visibility: true } } : given;
  const fault = networkFault(recipe.model);
  if (fault !== undefined) refuse(fault.what, fault.hint);
  const { train, generate, validation } = recipe.data;
  if (train.length > 0 === (generate !== undefined))
    refuse(
      `data: ${generate === undefined ? 'neither train nor generate' : 'both train and generate'}; allowed: one of them`,
      'give data.train the folder of a dataset, or data.generate what faces to make while training',
    );
  if (train.length > 0 && validation.length === 0)
    refuse(
      'data.validation: missing; allowed: the folder of a dataset, or a list of folders',
      'name a dataset; its split data.validationSplit is used',
    );
  checkTraining(recipe, refuse);
  checkAdaptation(recipe, refuse);
  return recipe;
}

export async function readRecipe(file: string): Promise<Recipe> {
  return parseRecipe((await readFileOr(file, 'the recipe')).toString('utf8'), file);
}
