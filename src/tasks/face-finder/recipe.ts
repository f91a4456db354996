/**
 * A recipe of a face finder: everything that decides the result, in one YAML file that says `task: face-finder`. Each key's
 * bounds and default are written here and in the scenes' schema. Paths are taken from the folder in which the command runs.
 */
import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { folderName, number, text, whole } from '../../core/settings/value-kinds.js';
import { type SceneSettings, sceneSchema } from '../../dataset/scenes/settings.js';
import { finderStrides } from '../../networks/finder/finder-map.js';
import {
  areSides,
  doubtsFault,
  type FinderArchitecture,
  finderArchitectureSchema,
  sidesAllowed,
} from '../../networks/finder/finder-metadata.js';
import {
  checkTraining,
  runFields,
  stepFields,
  type TrainingSettings,
} from '../../nn/train/fit/training-settings.js';
import { parseYamlAs } from '../recipe-file.js';
import { weightsAllowed } from '../warm-start.js';

export const faceFinderTask = 'face-finder';

export interface FinderRecipe extends TrainingSettings {
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
  /** A checkpoint or a finder's file whose weights training begins with. */
  from?: string | undefined;
  /** Weight of box and roll beside the scores. */
  boxWeight: number;
  validation: {
    /** Steps between validations. */
    every: number;
    scenes: number;
  };
  /** What the model file recommends. */
  threshold: number;
  /** Long sides at which a picture is looked at in turn, pixels. */
  sides: number[];
  /** What the first look's scores lose for each stride, see `FinderMetadata`. */
  doubts: number[];
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
  from: text(weightsAllowed).optional(),
  boxWeight: number(0, 100).default(2),
  ...stepFields({ batch: 16, peak: 2e-3, warmUp: 100 }),
  validation: z
    .strictObject({ every: whole(1, 1_000_000).default(500), scenes: whole(1, 100_000).default(128) })
    .prefault({}),
  threshold: number(0.01, 0.99).default(0.5),
  sides: z
    .array(whole(64, 4096), 'a list of sides in pixels')
    .min(1, 'at least one side')
    .refine(areSides, sidesAllowed)
    .default([640, 320, 128]),
  doubts: z
    .array(number(0, 10), 'a list of numbers')
    .superRefine((doubts, { addIssue }) => {
      const message = doubtsFault(doubts, finderStrides.length);
      if (message !== undefined) addIssue({ code: 'custom', message });
    })
    .default([0, 0.3, 1]),
  ...runFields,
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
  checkTraining(recipe, refuse);
  return recipe;
}
