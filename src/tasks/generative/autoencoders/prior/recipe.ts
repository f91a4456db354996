/**
 * A recipe of a prior, from which codes of a variational autoencoder are drawn: everything that decides the result, in one YAML file that says
 * `task: code-prior`. Paths are taken from the folder in which the command runs.
 */
import { z } from 'zod';
import { UsageError } from '../../../../core/errors.js';
import { folderName, text, whole } from '../../../../core/settings/value-kinds.js';
import {
  checkTraining,
  runFields,
  stepFields,
  type TrainingSettings,
} from '../../../../nn/train/fit/training-settings.js';
import { parseYamlAs } from '../../../recipe-file.js';
import { type FaceDataSettings, faceDataSchema } from '../../data/settings.js';
import type { PriorArchitecture } from './network.js';

export const priorTask = 'code-prior';

export interface PriorRecipe extends TrainingSettings {
  task: typeof priorTask;
  /** Names the run and, by default, its folder. */
  name: string;
  description: string;
  seed: number;
  /** Faces whose codes are learnt. */
  data: FaceDataSettings;
  /** Model file of the variational autoencoder. */
  autoencoder: string;
  model: PriorArchitecture;
  /** Each face is learnt in a mirror as well. */
  mirrored: boolean;
  validation: {
    /** Steps between validations. */
    every: number;
    /** Faces that are looked at. */
    faces: number;
  };
}

const schema: z.ZodType<PriorRecipe> = z.strictObject({
  task: z.literal(priorTask),
  name: folderName,
  description: z.string('a text').default(''),
  seed: whole(0, 2 ** 31 - 1).default(0),
  data: faceDataSchema,
  autoencoder: text('the model file of a variational autoencoder'),
  model: z.strictObject({ width: whole(1, 8192).default(512), blocks: whole(0, 32).default(3) }).prefault({}),
  mirrored: z.boolean('true or false').default(true),
  ...stepFields({ batch: 256, peak: 1e-3, warmUp: 100 }),
  validation: z
    .strictObject({ every: whole(1, 1_000_000).default(500), faces: whole(1, 100_000).default(1000) })
    .prefault({}),
  ...runFields,
});

/** @param yaml – the recipe's text. @param file – named in errors. */
export function parsePriorRecipe(yaml: string, file: string): PriorRecipe {
  const recipe = parseYamlAs(schema, yaml, file);
  checkTraining(recipe, (what, hint): never => {
    throw new UsageError(what, { file, hint });
  });
  return recipe;
}
