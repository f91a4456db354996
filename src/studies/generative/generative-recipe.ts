/**
 * The recipe of `recipes/generative.yaml`: faces, models that learn from them, and how much of each is measured. A scale is a patch
 * laid over the rest of the file, as in the other studies' recipes.
 */
import { z } from 'zod';
import { text, whole } from '../../core/settings/value-kinds.js';
import { generationFields } from '../../dataset/generate/settings.js';
import type { PoseDistribution } from '../../face/person/pose-distribution.js';
import { parseScaled } from '../job-kinds/scaled-recipe.js';
import type { Patch } from '../job-kinds/training-job.js';

export const generativeStudy = 'generative';

/** Faces of one seed. */
export interface MadeFaces {
  count: number;
  pose: PoseDistribution;
  seed: number;
}

/** Faces that are there already, by the folder of their dataset, with its own splits. */
export interface FoundFaces {
  data: string;
}

export type StudyFaces = MadeFaces | FoundFaces;

/** Clips of one seed, in which things happen. */
export interface StudyClips {
  count: number;
  seed: number;
  /** Share that trainings are validated on. */
  validation: number;
}

/** A model that is trained here. */
export interface TrainedRow {
  /** A training recipe; its path is taken from the study's folder. Its data are the study's. */
  recipe: string;
  /** Laid over it. */
  settings: Patch;
  /** Which of the study's faces it learns from. */
  faces: string;
  /** Of a DALL·E: the row whose tokens it learns; of several seeds that of its own, or else the first. */
  tokens?: string | undefined;
  /** Of a model of clips: the row whose picture encoder and words it begins with, by seeds likewise. */
  clip?: string | undefined;
  /** Of a prior: the row of the variational autoencoder whose codes it learns, by seeds likewise. */
  autoencoder?: string | undefined;
  /** Of an autoencoder whose pictures are to look alike: the row of the judges who say so, by seeds likewise. */
  judges?: string | undefined;
  seeds: number[];
}

export const shippedRows = ['tokens', 'clip', 'dalle', 'clip-video'] as const;

/** A model that comes with the package, for comparison. */
export interface ShippedRow {
  shipped: (typeof shippedRows)[number];
}

/** A model that is there already, by its file: what it is stands in it. */
export interface FoundRow {
  /** Its path is taken from the study's folder. */
  file: string;
  /** Of a DALL·E: the row whose tokens it draws; otherwise the shipped ones. */
  tokens?: string | undefined;
}

export type ModelRow = TrainedRow | ShippedRow | FoundRow;

export interface GenerativeRecipe {
  study: typeof generativeStudy;
  description: string;
  head: string;
  /** Side of the rendered faces, pixels. */
  size: number;
  /** Of them, what is held out. */
  validation: number;
  test: number;
  /** By name: those that the models learn from, and others for the judges. */
  faces: Record<string, StudyFaces[]>;
  /** Of models of clips: what they learn from, and what they are measured on. */
  clips?: { training: StudyClips[]; test: StudyClips } | undefined;
  /** The first faces' test split is what everything is measured on. */
  models: Record<string, ModelRow>;
  /** The row of the attribute classifiers, trained on other faces. */
  judges: string;
  measured: {
    /** Held-out faces that are searched. */
    faces: number;
    /** Held-out faces that go through each autoencoder. */
    codes: number;
    /** Sentences that are drawn of each kind: seen combinations, and unseen ones. */
    drawn: number;
    /** So many are drawn to each, and the one that the shipped CLIP likes best is counted beside the first; 1: no such column. */
    bestOf: number;
    /** Samples of a prior, and as many faces beside them. */
    samples: number;
    /** Principal components to compare with. */
    components: number[];
  };
}

const faces: z.ZodType<StudyFaces, unknown> = z.union([
  z.strictObject({ data: text('the folder of a generated dataset') }),
  z.strictObject({
    count: whole(8, 1_000_000),
    pose: generationFields.pose,
    seed: whole(0, 2 ** 31 - 1),
  }),
]);

const row: z.ZodType<ModelRow, unknown> = z.union([
  z.strictObject({ shipped: z.enum(shippedRows) }),
  z.strictObject({ file: text('a model file'), tokens: text('the name of a row').optional() }),
  z.strictObject({
    recipe: text('a training recipe'),
    settings: z.record(z.string(), z.unknown()).default({}),
    faces: text('the name of some of `faces`').default('models'),
    tokens: text('the name of a row').optional(),
    clip: text('the name of a row').optional(),
    autoencoder: text('the name of a row').optional(),
    judges: text('the name of a row').optional(),
    seeds: z
      .array(whole(0, 2 ** 31 - 1))
      .min(1)
      .max(10)
      .default([1]),
  }),
]);

const clips: z.ZodType<StudyClips, unknown> = z.strictObject({
  count: whole(2, 1_000_000),
  seed: whole(0, 2 ** 31 - 1),
  validation: z.number().min(0).max(0.5).default(0),
});

const share = z.number().min(0).max(0.5);
const schema: z.ZodType<GenerativeRecipe, unknown> = z
  .strictObject({
    study: z.literal(generativeStudy),
    description: z.string('a text').default(''),
    head: text('the name of a head').default('ict-facekit'),
    size: whole(16, 512).default(64),
    validation: share.default(0.05),
    test: share.default(0.1),
    faces: z.record(z.string(), z.array(faces).min(1)),
    clips: z.strictObject({ training: z.array(clips).min(1), test: clips }).optional(),
    models: z.record(z.string(), row),
    judges: text('the name of a row'),
    measured: z.strictObject({
      faces: whole(4, 100_000).default(1000),
      codes: whole(4, 100_000).default(400),
      drawn: whole(2, 100_000).default(256),
      bestOf: whole(1, 64).default(4),
      samples: whole(4, 100_000).default(1000),
      components: z.array(whole(1, 1000)).default([64, 128]),
    }),
  })
  .superRefine(({ faces: groups, models, judges }, context) => {
    const fault = (path: PropertyKey[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    if (groups.models === undefined) fault(['faces'], 'faces that are called `models`');
    if (models[judges] === undefined || 'shipped' in models[judges])
      fault(['judges'], 'a row that is trained, or is there as a file');
    for (const [name, one] of Object.entries(models)) {
      if ('shipped' in one) continue;
      const { faces, tokens, clip, autoencoder, judges }: Partial<TrainedRow> = one;
      if (faces !== undefined && groups[faces] === undefined)
        fault(['models', name, 'faces'], 'the name of some of `faces`');
      const rows = Object.keys(models);
      for (const [key, other] of Object.entries({ tokens, clip, autoencoder, judges })) {
        if (other !== undefined && !rows.slice(0, rows.indexOf(name)).includes(other))
          fault(['models', name, key], 'the name of a row before it');
      }
    }
  });

/** @param yaml – the file's text. @param file – named in errors. */
export function parseGenerative(yaml: string, scale: string, file: string): GenerativeRecipe {
  return parseScaled(schema, yaml, { scale, file });
}
