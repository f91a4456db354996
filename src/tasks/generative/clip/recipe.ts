/** A recipe of a CLIP, in one YAML file that says `task: clip`. Each key's bounds and default are written here. */
import { z } from 'zod';
import { UsageError } from '../../../core/errors.js';
import { choice, folderName, number, text, whole } from '../../../core/settings/value-kinds.js';
import { type ClipArchitecture, clipArchitectureSchema } from '../../../networks/clip/clip-metadata.js';
import {
  checkTraining,
  runFields,
  stepFields,
  type TrainingSettings,
} from '../../../nn/train/fit/training-settings.js';
import { parseYamlAs } from '../../recipe-file.js';
import { weightsAllowed } from '../../warm-start.js';
import { type FaceDataSettings, faceDataSchema } from '../data/settings.js';
import { type PictureVariation, pictureVariationSchema } from '../data/vary-picture.js';
import { type ContrastiveLoss, contrastiveLosses } from './contrastive-loss.js';

export const clipTask = 'clip';

export interface ClipRecipe extends TrainingSettings {
  task: typeof clipTask;
  /** Names the run and, by default, its folder. */
  name: string;
  description: string;
  /** Terms of the trained weights, written into the model file. */
  licence: string;
  seed: number;
  data: FaceDataSettings;
  loss: ContrastiveLoss;
  model: ClipArchitecture;
  captions: {
    /** Shares of the facts that a sentence leaves out: one is drawn for each. */
    drop: number[];
    /** How probably a word is made unknown. */
    unknown: number;
  };
  /** Null: pictures as they are. */
  variation: PictureVariation | null;
  /** Every other picture is seen in a mirror, left and right exchanged in its sentence. */
  mirrored: boolean;
  /** A checkpoint or model file whose weights it begins with. */
  from?: string | undefined;
  validation: {
    /** Steps between validations. */
    every: number;
    /** Held-out faces among which sentences look for theirs. */
    faces: number;
  };
}

const schema: z.ZodType<ClipRecipe, unknown> = z.strictObject({
  task: z.literal(clipTask, clipTask),
  name: folderName,
  description: z.string('a text').default(''),
  licence: z.string('a text').default(''),
  seed: whole(0, 2 ** 31 - 1).default(0),
  data: faceDataSchema,
  loss: choice(contrastiveLosses).default('softmax'),
  model: clipArchitectureSchema,
  captions: z
    .strictObject({
      drop: z
        .array(number(0, 0.95), 'a list of shares')
        .min(1, 'at least one share')
        .default([0, 0.2, 0.5, 0.8]),
      unknown: number(0, 0.5).default(0.02),
    })
    .prefault({}),
  variation: pictureVariationSchema.nullable().prefault({}),
  mirrored: z.boolean('true or false').default(true),
  from: text(weightsAllowed).optional(),
  ...stepFields({ batch: 128, peak: 1e-3, warmUp: 100 }),
  validation: z
    .strictObject({ every: whole(1, 1_000_000).default(500), faces: whole(2, 10_000).default(1000) })
    .prefault({}),
  ...runFields,
});

/** @param yaml – the recipe's text. @param file – named in errors. */
export function parseClipRecipe(yaml: string, file: string): ClipRecipe {
  const recipe = parseYamlAs(schema, yaml, file);
  const refuse = (what: string, hint: string): never => {
    throw new UsageError(what, { file, hint });
  };
  if (recipe.data.size !== recipe.model.size)
    refuse(`data.size: ${recipe.data.size}; allowed: model.size, ${recipe.model.size}`, 'change either');
  checkTraining(recipe, refuse);
  return recipe;
}
