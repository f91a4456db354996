/**
 * A recipe of a face finder: everything that decides the result, in one YAML file that says `task: face-finder`. Each key's
 * bounds and default are written here and in the scenes' schema. Paths are taken from the folder in which the command runs.
 */
import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { folderName, number, text, whole } from '../../core/value-kinds.js';
import { type SceneSettings, sceneSchema } from '../../dataset/scenes/settings.js';
import { type FinderArchitecture, finderArchitectureSchema } from '../../networks/finder/finder-metadata.js';
import type { LearningRateSchedule } from '../../nn/train/fit/learning-rate.js';
import {
  checkOptimisation,
  type OptimisationSettings,
  optimisationSchema,
} from '../../nn/train/fit/optimisation-settings.js';
import { parseYamlAs } from '../recipe-file.js';

export const faceFinderTask = 'face-finder';

export interface FinderRecipe extends OptimisationSettings {
  task: typeof faceFinderTask;
  /** Names the run and, by default, its folder. */
  name: string;
  description: string;
  /** Terms of the trained weights, written into the model file. */
  licence: string;
  seed: number;
  data: SceneSettings;
  /** Splits of the datasets. */
  trainSplit: string;
  validationSplit: string;
  model: FinderArchitecture;
  /** Weight of box and roll beside the scores. */
  boxWeight: number;
  /** Scenes in a batch, over all replicas. */
  batch: number;
  steps: number;
  learningRate: LearningRateSchedule;
  weightDecay: number;
  clipNorm: number;
  validation: {
    /** Steps between validations. */
    every: number;
    scenes: number;
  };
  /** What the model file recommends. */
  threshold: number;
  /** Long sides at which a picture is looked at in turn, pixels. */
  sides: number[];
  checkpoint: { everyMinutes: number };
  timeLimit?: number | undefined;
  replicas: number;
  threads: number;
  /** Threads that compose scenes. */
  sceneWorkers: number;
}

const schema: z.ZodType<FinderRecipe, unknown> = z.strictObject({
  task: z.literal(faceFinderTask, faceFinderTask),
  name: folderName,
  description: z.string('a text').default(''),
  licence: z.string('a text').default(''),
  seed: whole(0, 2 ** 31 - 1).default(0),
  data: sceneSchema,
  trainSplit: text('the name of a split').default('train'),
  validationSplit: text('the name of a split').default('validation'),
  model: finderArchitectureSchema,
  boxWeight: number(0, 100).default(2),
  batch: whole(1, 1024).default(16),
  steps: whole(1, 10_000_000),
  learningRate: z
    .strictObject({
      peak: number(1e-7, 1).default(2e-3),
      final: number(0, 1).default(1e-5),
      warmUp: whole(0, 1_000_000).default(100),
    })
    .prefault({}),
  weightDecay: number(0, 1).default(0),
  clipNorm: number(1e-6, 1e9).default(20),
  ...optimisationSchema,
  validation: z
    .strictObject({ every: whole(1, 1_000_000).default(500), scenes: whole(1, 100_000).default(128) })
    .prefault({}),
  threshold: number(0.01, 0.99).default(0.5),
  sides: z
    .array(whole(64, 4096), 'a list of sides in pixels')
    .min(1, 'at least one side')
    .default([640, 213]),
  checkpoint: z.strictObject({ everyMinutes: number(0.01, 1440).default(3) }).prefault({}),
  timeLimit: number(0.01, 100_000).optional(),
  replicas: whole(1, 64).default(1),
  threads: whole(1, 64).default(1),
  sceneWorkers: whole(1, 64).default(1),
});

/** @param yaml – the recipe's text. @param file – named in errors. */
export function parseFinderRecipe(yaml: string, file: string): FinderRecipe {
  const recipe = parseYamlAs(schema, yaml, file);
  const refuse = (what: string, hint: string): never => {
    throw new UsageError(what, { file, hint });
  };
  if (recipe.data.heads.length + recipe.data.pictures.length === 0)
    refuse(
      'data: neither heads nor pictures; allowed: the folder of a dataset under one of them at least',
      'make heads by `lineament generate --layers alpha`',
    );
  if (recipe.batch % recipe.replicas !== 0)
    refuse(`batch: ${recipe.batch}; allowed: a multiple of replicas, ${recipe.replicas}`, 'change either');
  if (recipe.learningRate.warmUp >= recipe.steps)
    refuse(
      `learningRate.warmUp: ${recipe.learningRate.warmUp}; allowed: fewer than steps, ${recipe.steps}`,
      'change either',
    );
  checkOptimisation(recipe, refuse);
  return recipe;
}
