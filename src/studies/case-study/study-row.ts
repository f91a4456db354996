/** A row of a study's tables as its recipe has it: what is trained, and what is tried before. */
import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { choice, folderName, text, whole } from '../../core/settings/value-kinds.js';
import type { Patch } from '../job-kinds/training-job.js';

export interface StudyRow {
  /** Of the tables; by default the row's name. */
  title?: string | undefined;
  /** A training recipe, from the folder of the study's; absent: the base as it is. */
  recipe?: string | undefined;
  /** What the network's own points are trained on: synthetic faces or labelled real ones alone. */
  on: 'synthetic' | 'real';
  /**
   * What it begins with: `base` (which those on synthetic faces do anyway), or a model file, from the folder of the study's.
   * Absent for a row on real faces: random weights.
   */
  from?: string | undefined;
  seeds: number[];
  /** Whether fold models are trained, so that adapters can be fitted for a row that has seen the labels of the fit split. */
  folds: boolean;
  /** Whether worst, median and best faces are shown. */
  show: boolean;
  set: Patch;
  /**
   * By name, laid over `set`: each is trained, and the one of the least error on the photographs' validation split is the row.
   * None: `set` alone.
   */
  trials: Record<string, Patch>;
}

/** Settings laid over others; what they mean is checked where they have been laid. */
export const patchSchema: z.ZodType<Patch> = z.record(z.string(), z.unknown());
export const seeds: z.ZodType<number[]> = z.array(whole(0, 2 ** 31 - 1)).min(1);

export const rowSchema: z.ZodType<StudyRow> = z.strictObject({
  title: text('a text').optional(),
  recipe: text('a training recipe').optional(),
  on: choice(['synthetic', 'real']).default('synthetic'),
  from: text('base, or a model file (.onnx)').optional(),
  seeds,
  folds: z.boolean('true or false').default(true),
  show: z.boolean('true or false').default(false),
  set: patchSchema.default({}),
  trials: z.record(folderName, patchSchema).default({}),
}) as z.ZodType<StudyRow>;

export function hasTrials({ trials }: StudyRow): boolean {
  return Object.keys(trials).length > 0;
}

/** What no single row shows. @param file – named in errors. */
export function requireRows(
  { rows, labelCurve }: { rows: Record<string, StudyRow>; labelCurve: { rows: string[] } },
  file: string,
): void {
  for (const [name, row] of Object.entries(rows)) {
    const { recipe, on } = row;
    if (recipe === undefined && on === 'real')
      throw new UsageError(`rows.${name}: on real faces and without a recipe; allowed: one of them`, {
        file,
        hint: 'give it the training recipe under recipe, or leave `on` out for the base as it is',
      });
    if (recipe === undefined && hasTrials(row))
      throw new UsageError(`rows.${name}.trials: without a recipe there is nothing to try`, {
        file,
        hint: 'give it a training recipe under recipe, or leave its trials out',
      });
    if (hasTrials(row) && labelCurve.rows.includes(name))
      throw new UsageError(`labelCurve.rows: ${name} has trials; allowed: rows without`, {
        file,
        hint: 'write the settings that were chosen under `set`, or leave the row out of the curve',
      });
  }
}
