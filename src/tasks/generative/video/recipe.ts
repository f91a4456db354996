/** A recipe of a model of clips and sentences, in one YAML file that says `task: clip-video`. Each key's bounds and default are written here. */
import { z } from 'zod';
import { UsageError } from '../../../core/errors.js';
import { choice, folderName, number, text, whole } from '../../../core/settings/value-kinds.js';
import { type VideoArchitecture, videoArchitectureSchema } from '../../../networks/video/video-metadata.js';
import {
  checkTraining,
  runFields,
  stepFields,
  type TrainingSettings,
} from '../../../nn/train/fit/training-settings.js';
import { parseYamlAs } from '../../recipe-file.js';
import { weightsAllowed } from '../../warm-start.js';
import { type ContrastiveLoss, contrastiveLosses } from '../clip/contrastive-loss.js';
import { type FaceDataSettings, faceDataSchema } from '../data/settings.js';

export const videoTask = 'clip-video';

export interface VideoRecipe extends TrainingSettings {
  task: typeof videoTask;
  /** Names the run and, by default, its folder. */
  name: string;
  description: string;
  /** Terms of the trained weights, written into the model file. */
  licence: string;
  seed: number;
  /** Datasets of clips with events. */
  data: FaceDataSettings;
  /** Of a CLIP of the same encoders: a checkpoint or a model file; of a model of clips: a model file. Either may be a shipped one. */
  from: string;
  /** Levels of its picture encoder that stay as they are. */
  frozen: number;
  loss: ContrastiveLoss;
  model: VideoArchitecture;
  captions: {
    /** Shares of the facts that a sentence leaves out: one is drawn for each. */
    drop: number[];
    /** The same of the events. */
    dropEvents: number[];
    /** How probably a word is made unknown. */
    unknown: number;
  };
  validation: {
    /** Steps between validations. */
    every: number;
    /** Held-out clips among which sentences look for theirs, at most. */
    clips: number;
  };
}

const shares = (values: number[]): z.ZodDefault<z.ZodArray<z.ZodNumber>> =>
  z.array(number(0, 0.95), 'a list of shares').min(1, 'at least one share').default(values);

const schema: z.ZodType<VideoRecipe, unknown> = z.strictObject({
  task: z.literal(videoTask, videoTask),
  name: folderName,
  description: z.string('a text').default(''),
  licence: z.string('a text').default(''),
  seed: whole(0, 2 ** 31 - 1).default(0),
  data: faceDataSchema,
  from: text(weightsAllowed),
  frozen: whole(0, 6).default(3),
  loss: choice(contrastiveLosses).default('softmax'),
  model: videoArchitectureSchema,
  captions: z
    .strictObject({
      drop: shares([0, 0.3, 0.6, 0.9]),
      dropEvents: shares([0, 0, 0.3]),
      unknown: number(0, 0.5).default(0.02),
    })
    .prefault({}),
  ...stepFields({ batch: 32, peak: 1e-3, warmUp: 50 }),
  validation: z
    .strictObject({ every: whole(1, 1_000_000).default(200), clips: whole(2, 10_000).default(200) })
    .prefault({}),
  ...runFields,
});

/** @param yaml – the recipe's text. @param file – named in errors. */
export function parseVideoRecipe(yaml: string, file: string): VideoRecipe {
  const recipe = parseYamlAs(schema, yaml, file);
  const refuse = (what: string, hint: string): never => {
    throw new UsageError(what, { file, hint });
  };
  const { data, model, frozen } = recipe;
  if (data.size !== model.size)
    refuse(`data.size: ${data.size}; allowed: model.size, ${model.size}`, 'change either');
  if (frozen > model.image.channels.length)
    refuse(`frozen: ${frozen}; allowed: at most the levels, ${model.image.channels.length}`, 'freeze fewer');
  checkTraining(recipe, refuse);
  return recipe;
}
