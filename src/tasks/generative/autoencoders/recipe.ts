/**
 * A recipe of an autoencoder: everything that decides the result, in one YAML file that says `task: autoencoder`. Paths are
 * taken from the folder in which the command runs.
 */
import { z } from 'zod';
import { UsageError } from '../../../core/errors.js';
import { folderName, text, whole } from '../../../core/settings/value-kinds.js';
import {
  checkTraining,
  runFields,
  stepFields,
  type TrainingSettings,
} from '../../../nn/train/fit/training-settings.js';
import { parseYamlAs } from '../../recipe-file.js';
import { weightsAllowed } from '../../warm-start.js';
import { type FaceDataSettings, faceDataSchema } from '../data/settings.js';
import { type AutoencoderModel, autoencoderModelSchema, sizeFault } from './architecture.js';
import { type LikenessSettings, likenessSchema } from './likeness.js';

export const autoencoderTask = 'autoencoder';

export interface AutoencoderRecipe extends TrainingSettings {
  task: typeof autoencoderTask;
  /** Names the run and, by default, its folder. */
  name: string;
  description: string;
  /** Terms of the trained weights, written into the model file. */
  licence: string;
  seed: number;
  data: FaceDataSettings;
  model: AutoencoderModel;
  /** A checkpoint or model file whose weights it begins with. */
  from?: string | undefined;
  /** What judges see of the pictures counts beside the pixels. */
  likeness?: LikenessSettings | undefined;
  validation: {
    /** Steps between validations. */
    every: number;
    /** Faces that are looked at. */
    faces: number;
  };
}

const schema: z.ZodType<AutoencoderRecipe> = z.strictObject({
  task: z.literal(autoencoderTask),
  name: folderName,
  description: z.string('a text').default(''),
  licence: z.string('a text').default(''),
  seed: whole(0, 2 ** 31 - 1).default(0),
  data: faceDataSchema,
  model: autoencoderModelSchema,
  from: text(weightsAllowed).optional(),
  likeness: likenessSchema.optional(),
  ...stepFields({ batch: 32, peak: 1e-3, warmUp: 100 }),
  validation: z
    .strictObject({ every: whole(1, 1_000_000).default(500), faces: whole(1, 100_000).default(256) })
    .prefault({}),
  ...runFields,
});

/** @param yaml – the recipe's text. @param file – named in errors. */
export function parseAutoencoderRecipe(yaml: string, file: string): AutoencoderRecipe {
  const recipe = parseYamlAs(schema, yaml, file);
  const refuse = (what: string, hint: string): never => {
    throw new UsageError(what, { file, hint });
  };
  const fault = sizeFault(recipe.model, recipe.data.size);
  if (fault !== undefined) refuse(fault.what, fault.hint);
  checkTraining(recipe, refuse);
  return recipe;
}
