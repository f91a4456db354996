/**
 * A study's recipe: which rows are trained and measured, on what, and how large each scale is. A scale is a patch laid
 * over the rest of the file (JSON Merge Patch), so that a larger study is the same study with other numbers.
 */
import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { isRecord } from '../../core/settings/is-record.js';
import { choice, folderName, number, text, whole } from '../../core/settings/value-kinds.js';
import { generationFields } from '../../dataset/generate/settings.js';
import { statisticsFields } from '../../evaluation/tests/settings.js';
import type { PoseDistribution } from '../../face/person/pose-distribution.js';
import { landmarkSetNames } from '../../landmarks/sets/registry.js';
import { readTextOr } from '../../node/files.js';
import { parseYaml, parseYamlAs } from '../../tasks/recipe-file.js';
import { mergeSettings } from '../job-kinds/merge-settings.js';
import type { Patch } from '../job-kinds/training-job.js';
import { type SectionSettings, sectionsSchema } from './report/section-settings.js';
import { patchSchema, requireRows, rowSchema, type StudyRow, seeds } from './study-row.js';

export const scaleNames = ['tiny', 'small', 'medium', 'full'] as const;
export type ScaleName = (typeof scaleNames)[number];

/** Throws at a name that no case study has. */
export function scaleNamed(name: string): ScaleName {
  const known = scaleNames.find((scale) => scale === name);
  if (known === undefined)
    throw new UsageError(`--scale ${name}: no such scale; allowed: ${scaleNames.join(', ')}`);
  return known;
}

/** A dataset of synthetic faces. */
export interface SyntheticPart {
  count: number;
  pose: PoseDistribution;
  seed: number;
  /** Where it lies or is to be made; by default in the study's folder. */
  folder?: string | undefined;
}

/** Faces of each split of the simulated camera domain. */
export interface SimulatedCounts {
  train: number;
  validation: number;
  commonTest: number;
  challenging: number;
}

/** Adapters that learn from labels. */
export const labelledAdapters = ['ridge-affine', 'mlp'] as const;
export type LabelledAdapter = (typeof labelledAdapters)[number];

export interface StudyRecipe {
  name: string;
  description: string;
  /** Set of the synthetic labels. */
  landmarks: string;
  synthetic: {
    /** A head's name, or `best`: ict-facekit where it is installed, else cage. */
    head: string;
    /** Pixels. */
    size: number;
    /** Shares of each part. */
    validation: number;
    test: number;
    parts: Record<string, SyntheticPart>;
  };
  /** The stand-in for photographs. */
  simulated: SimulatedCounts & { head: string; size: number; seed: number };
  /** Laid over every training recipe. */
  training: Patch;
  base: {
    /** Of its training; where a model is the base it only says which network is timed for the plan. */
    recipe: string;
    /** By landmark set: a model file, from the folder of the study's, that is the base of all seeds; none is trained then. */
    models: Record<string, string>;
    /** A run that is taken over where its recipe is the same and it is finished; {seed} stands for the seed. */
    folder?: string | undefined;
    set: Patch;
  };
  /** Laid over the recipe of every row that begins with the base. */
  adapt: Patch;
  rows: Record<string, StudyRow>;
  /** The row that others are tested against. */
  reference: string;
  /**
   * Numbers of real labels, the rows that are trained with each, and the adapters that are fitted with each for the model
   * that has seen none. Each seed draws subsets of its own, the smaller within the larger.
   */
  labelCurve: {
    counts: number[];
    rows: string[];
    seeds: number[];
    adapters: LabelledAdapter[];
    /** Numbers of labels of the adapters, which cost little; by default those of the rows. */
    adapterCounts?: number[] | undefined;
    adapterSeeds: number[];
  };
  /** Models whose points are looked at through other views, by what they are called: files, from the folder of the study's. */
  consistency: {
    models: Record<string, string>;
    /** At most so many of each part. */
    faces: number;
  };
  /** Rows of which it is measured how far photographs lie from synthetic faces in their features. */
  features: {
    rows: string[];
    /** At most so many photographs, and half as many synthetic ones that the cloud is not made of. */
    faces: number;
    /** Synthetic ones that it is made of. */
    cloud: number;
  };
  /** Parts of the fit split for out-of-fold predictions. */
  folds: 0 | 2;
  evaluation: {
    resamples: number;
    seed: number;
    /** At most so many faces of each part of the synthetic test split. */
    syntheticFaces: number;
    /** Of the networks among the adapters; their own by default. */
    adapterSteps?: number | undefined;
    /** Synthetic pairs for the auxiliary network. */
    auxiliaryFaces: number;
  };
  /** The report's sections, in their order. */
  report: SectionSettings[];
}

const positive = whole(1, 1_000_000);

const studySchema: z.ZodType<StudyRecipe> = z.strictObject({
  name: folderName,
  description: z.string('a text').default(''),
  landmarks: text(`one of ${landmarkSetNames.join(', ')}, or the .yaml file of a set of your own`),
  synthetic: z.strictObject({
    head: text("the name of a head, or 'best'").default('best'),
    size: generationFields.size,
    validation: number(0, 0.5),
    test: number(0, 0.5),
    parts: z.record(
      folderName,
      z.strictObject({
        count: generationFields.count,
        pose: generationFields.pose,
        seed: generationFields.seed,
        folder: text('a folder').optional(),
      }),
    ),
  }),
  simulated: z.strictObject({
    head: text("the name of a head, or 'best'").default('best'),
    size: generationFields.size,
    seed: generationFields.seed,
    train: positive,
    validation: positive,
    commonTest: positive,
    challenging: positive,
  }),
  training: patchSchema.default({}),
  base: z.strictObject({
    recipe: text('a training recipe'),
    models: z.record(z.string(), text('a model file (.onnx)')).default({}),
    folder: text('a folder').optional(),
    set: patchSchema.default({}),
  }),
  adapt: patchSchema.default({}),
  rows: z.record(folderName, rowSchema),
  reference: folderName,
  labelCurve: z
    .strictObject({
      counts: z.array(whole(0, 1_000_000)),
      rows: z.array(folderName),
      seeds,
      adapters: z.array(choice(labelledAdapters)).default([]),
      adapterCounts: z.array(whole(0, 1_000_000)).optional(),
      adapterSeeds: seeds.default([1, 2, 3, 4, 5]),
    })
    .prefault({ counts: [], rows: [], seeds: [1] }),
  consistency: z
    .strictObject({
      models: z.record(z.string(), text('a model file (.onnx)')).default({}),
      faces: positive.default(200),
    })
    .prefault({}),
  features: z
    .strictObject({
      rows: z.array(folderName).default([]),
      faces: positive.default(200),
      cloud: positive.default(400),
    })
    .prefault({}),
  folds: z.union([z.literal(0), z.literal(2)], '0 or 2').default(2),
  evaluation: z
    .strictObject({
      resamples: statisticsFields.resamples,
      seed: statisticsFields.seed,
      syntheticFaces: positive.default(500),
      auxiliaryFaces: positive.default(2000),
      adapterSteps: positive.optional(),
    })
    .prefault({}),
  report: sectionsSchema,
}) as z.ZodType<StudyRecipe>;

export interface ReadStudy {
  recipe: StudyRecipe;
  file: string;
  scale: ScaleName;
}

/** @param overrides – laid over the scale, for example `{landmarks: 'dense1001'}`. */
export async function readStudy(file: string, scale: ScaleName, overrides: Patch = {}): Promise<ReadStudy> {
  const content = parseStudy(await readTextOr(file, 'the study'), scale, overrides, file);
  return { recipe: content, file, scale };
}

/** @param yaml – the file's text. @param file – named in errors. */
export function parseStudy(yaml: string, scale: ScaleName, overrides: Patch, file: string): StudyRecipe {
  const raw = parseYaml(yaml, file);
  const { scales, ...plain } = isRecord(raw) ? raw : {};
  const merged = mergeSettings(mergeSettings(plain, scaleOf(scales, scale, file)), overrides);
  const recipe = parseYamlAs(studySchema, JSON.stringify(merged), file);
  const named: [string, string][] = [
    ['reference', recipe.reference],
    ...recipe.labelCurve.rows.map((row): [string, string] => ['labelCurve.rows', row]),
    ...recipe.features.rows.map((row): [string, string] => ['features.rows', row]),
  ];
  for (const [key, row] of named)
    if (recipe.rows[row] === undefined)
      throw new UsageError(`${key}: ${row}; allowed: the rows ${Object.keys(recipe.rows).join(', ')}`, {
        file,
        hint: 'name a row of the study',
      });
  requireRows(recipe, file);
  return recipe;
}

/** What the recipe lays over itself at a scale. A key without a value, as in a file that breaks off, is an empty one. */
function scaleOf(scales: unknown, scale: ScaleName, file: string): Patch {
  const empty = (value: unknown): boolean => value === undefined || value === null;
  if (empty(scales)) return {};
  if (!isRecord(scales))
    throw new UsageError(`scales: no settings by scale; allowed: ${scaleNames.join(', ')}`, { file });
  for (const [key, value] of Object.entries(scales)) {
    if (!(scaleNames as readonly string[]).includes(key))
      throw new UsageError(`scales.${key}: no such scale; allowed: ${scaleNames.join(', ')}`, { file });
    if (!(empty(value) || isRecord(value)))
      throw new UsageError(`scales.${key}: no settings; allowed: keys of the recipe with their values`, {
        file,
      });
  }
  const own = scales[scale];
  return isRecord(own) ? own : {};
}

/** The study with these rows alone, beside its reference. @param names – at least one. */
export function withRows(study: ReadStudy, names: readonly string[]): ReadStudy {
  const { recipe, file } = study;
  const strange = names.find((name) => recipe.rows[name] === undefined);
  if (strange !== undefined)
    throw new UsageError(`--rows: ${strange}; allowed: ${Object.keys(recipe.rows).join(', ')}`, {
      file,
      hint: 'name rows of the study, with spaces between them',
    });
  const wanted = (name: string): boolean => names.includes(name) || name === recipe.reference;
  const { labelCurve, features } = recipe;
  return {
    ...study,
    recipe: {
      ...recipe,
      rows: Object.fromEntries(Object.entries(recipe.rows).filter(([name]) => wanted(name))),
      labelCurve: { ...labelCurve, rows: labelCurve.rows.filter(wanted) },
      features: { ...features, rows: features.rows.filter(wanted) },
    },
  };
}

/** A file that the study names: of a row's training recipe, or a model. */
export function recipeFile({ file }: Pick<ReadStudy, 'file'>, named: string): string {
  return isAbsolute(named) ? named : join(dirname(file), named);
}
