/**
 * A recipe of a DALL·E: everything that decides the result, in one YAML file that says `task: dalle`. Paths are taken from the
 * folder in which the command runs.
 */
import { z } from 'zod';
import { UsageError } from '../../../core/errors.js';
import { folderName, number, text, whole } from '../../../core/settings/value-kinds.js';
import {
  checkTraining,
  runFields,
  stepFields,
  type TrainingSettings,
} from '../../../nn/train/fit/training-settings.js';
import { parseYamlAs } from '../../recipe-file.js';
import { weightsAllowed } from '../../warm-start.js';
import { type FaceDataSettings, faceDataSchema } from '../data/settings.js';
import { type DalleArchitecture, dalleArchitectureSchema } from './architecture.js';

export const dalleTask = 'dalle';

export interface DalleRecipe extends TrainingSettings {
  task: typeof dalleTask;
  /** Names the run and, by default, its folder. */
  name: string;
  description: string;
  /** Terms of the trained weights, written into the model file. */
  licence: string;
  seed: number;
  data: FaceDataSettings;
  /** Model file of the autoencoder whose tokens are learnt. */
  tokenizer: string;
  model: DalleArchitecture;
  /** A checkpoint or model file whose weights it begins with. */
  from?: string | undefined;
  /** Every other face, by chance, is seen in a mirror, left and right exchanged in what is said of it. */
  mirrored: boolean;
  /** Weight of the words beside the picture's tokens. */
  textWeight: number;
  captions: {
    /** Shares of the facts that are left out: one is drawn for each sentence. */
    drop: number[];
    /** Share of the pictures that are learnt without a sentence, for guidance. */
    without: number;
  };
  validation: {
    /** Steps between validations. */
    every: number;
    /** Faces that are looked at. */
    faces: number;
  };
}

const schema: z.ZodType<DalleRecipe> = z.strictObject({
  task: z.literal(dalleTask),
  name: folderName,
  description: z.string('a text').default(''),
  licence: z.string('a text').default(''),
  seed: whole(0, 2 ** 31 - 1).default(0),
  data: faceDataSchema,
  tokenizer: text('the model file of an autoencoder of tokens'),
  model: dalleArchitectureSchema,
  from: text(weightsAllowed).optional(),
  mirrored: z.boolean('true or false').default(true),
  textWeight: number(0, 100).default(0.1),
  captions: z
    .strictObject({
      drop: z.array(number(0, 1), 'a list of shares').min(1, 'at least one').default([0, 0.3, 0.6]),
      without: number(0, 0.9).default(0.1),
    })
    .prefault({}),
  ...stepFields({ batch: 64, peak: 1e-3, warmUp: 100 }),
  validation: z
    .strictObject({ every: whole(1, 1_000_000).default(500), faces: whole(1, 100_000).default(256) })
    .prefault({}),
  ...runFields,
});

/** @param yaml – the recipe's text. @param file – named in errors. */
export function parseDalleRecipe(yaml: string, file: string): DalleRecipe {
  const recipe = parseYamlAs(schema, yaml, file);
  checkTraining(recipe, (what, hint): never => {
    throw new UsageError(what, { file, hint });
  });
  return recipe;
}
