/**
 * How a row of the study's tables is measured, with the defaults. On what (model, parts, fold models) is said beside it,
 * in {@link RowInput}, which is plain JSON so that a job's settings can be hashed.
 */
import { z } from 'zod';
import { parseSettings } from '../../core/settings/parse-settings.js';
import { choice, text, whole } from '../../core/settings/value-kinds.js';
import { defaultLandmarkSet } from '../../landmarks/sets/registry.js';
import { type AdapterName, adapterNames, usualAdapters } from '../adapters/registry.js';
import { type StatisticsSettings, statisticsFields } from '../tests/settings.js';

/** Labelled faces: a split of a dataset. */
export interface FacePart {
  /** Named in the result, for example `common test`. */
  name: string;
  /** Folder of the dataset. Labels of the target set, or generated faces (their scenes give labels of any set). */
  data: string;
  /** All of the dataset by default. */
  split?: string;
  /** A condition on the dataset's columns, as SQL. */
  where?: string;
  /** Only the first n faces of a seeded order by person. */
  limit?: number;
}

/** A model that was trained without some of the faces that adapters are fitted on. */
export interface FoldModel {
  file: string;
  /** Ids of the fit parts that its training has not seen. */
  unseen: readonly string[];
}

export interface RowSettings extends Pick<StatisticsSettings, 'seed' | 'resamples'> {
  /** Those of them that are possible. */
  ways: readonly AdapterName[];
  /** Name of the target set. */
  target: string;
  /** Steps in which networks among the adapters are fitted; each kind's own without it. Fewer only show that all works. */
  adapterSteps?: number | undefined;
  /** Keep the points of each face in the target set (rounded to hundredths of a pixel), for overlays. */
  keepPoints: boolean;
}

export interface RowInput extends Partial<RowSettings> {
  /** The `model.onnx` that is measured. */
  model: string;
  /**
   * For a model whose training has seen labels of the fit parts: fold models, which predict those faces for fitting.
   * Each face of the fit parts must be unseen by one of them.
   */
  folds?: readonly FoldModel[];
  /** What adapters are fitted on; without it the ways that need real labels are left out. */
  fit?: readonly FacePart[];
  /**
   * What is measured. Faces that are in a fit part too (common train, to see overfitting) are measured through adapters
   * that were fitted without their person.
   */
  measure: readonly FacePart[];
  /** Generated faces whose scenes give pairs for the auxiliary network; without it that way is left out. */
  synthetic?: FacePart;
}

const rowSchema: z.ZodType<RowSettings> = z.object({
  ways: z.array(choice(adapterNames)).default([...usualAdapters]),
  target: text('the name of a landmark set').default(defaultLandmarkSet),
  seed: statisticsFields.seed,
  resamples: statisticsFields.resamples,
  adapterSteps: whole(1, 1_000_000).optional(),
  keepPoints: z.boolean('true or false').default(false),
});

/** Fills in the defaults and refuses what cannot be measured. */
export function parseRowSettings(input: RowInput): RowSettings {
  return parseSettings('evaluate', rowSchema, input);
}
