/** A recipe of attribute classifiers, in one YAML file that says `task: judges`. */
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
import { type PictureVariation, pictureVariationSchema } from '../data/vary-picture.js';

export const judgesTask = 'judges';

export interface JudgesRecipe extends TrainingSettings {
  task: typeof judgesTask;
  /** Names the run and, by default, its folder. */
  name: string;
  description: string;
  /** Terms of the trained weights, written into the model file. */
  licence: string;
  seed: number;
  /** Other faces than those of the generators that are judged. */
  data: FaceDataSettings;
  model: { channels: number[]; blocks: number[] };
  /** Null: pictures as they are. */
  variation: PictureVariation | null;
  /** Every other picture is seen in a mirror. */
  mirrored: boolean;
  /** A checkpoint or model file whose weights it begins with. */
  from?: string | undefined;
  validation: {
    /** Steps between validations. */
    every: number;
    faces: number;
  };
}

const schema: z.ZodType<JudgesRecipe, unknown> = z.strictObject({
  task: z.literal(judgesTask, judgesTask),
  name: folderName,
  description: z.string('a text').default(''),
  licence: z.string('a text').default(''),
  seed: whole(0, 2 ** 31 - 1).default(0),
  data: faceDataSchema,
  model: z
    .strictObject({
      channels: z.array(whole(4, 1024)).min(2).max(6).default([24, 48, 96, 160]),
      blocks: z.array(whole(0, 16)).min(2).max(6).default([0, 1, 1, 1]),
    })
    .prefault({}),
  variation: pictureVariationSchema.nullable().prefault({}),
  mirrored: z.boolean('true or false').default(true),
  from: text(weightsAllowed).optional(),
  ...stepFields({ batch: 64, peak: 2e-3, warmUp: 100 }),
  validation: z
    .strictObject({ every: whole(1, 1_000_000).default(500), faces: whole(2, 10_000).default(1000) })
    .prefault({}),
  ...runFields,
});

/** @param yaml – the recipe's text. @param file – named in errors. */
export function parseJudgesRecipe(yaml: string, file: string): JudgesRecipe {
  const recipe = parseYamlAs(schema, yaml, file);
  const refuse = (what: string, hint: string): never => {
    throw new UsageError(what, { file, hint });
  };
  const { model, data } = recipe;
  if (model.channels.length !== model.blocks.length)
    refuse(`model.blocks: ${model.blocks.length} numbers; allowed: as many as channels`, 'change either');
  if (data.size % 2 ** model.channels.length !== 0)
    refuse(`data.size: ${data.size}; allowed: a size that halves at each of the levels`, 'change either');
  checkTraining(recipe, refuse);
  return recipe;
}
