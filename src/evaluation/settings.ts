/**
 * Everything that decides what an evaluation measures, with its defaults: the one description from which the options of
 * {@link evaluateModel} and the command's flags are derived. What is measured (model, dataset, where the mean shape comes
 * from) is not here.
 */
import { z } from 'zod';
import { parseSettings } from '../core/settings/parse-settings.js';
import { choice, text } from '../core/settings/value-kinds.js';
import { type Normaliser, normaliserNamed, normalisers } from '../landmarks/errors/normalisers.js';
import { type PointSubset, pointSubsets } from './figures/counted-points.js';
import { type BoxProtocol, plainBoxes } from './predict/protocol-box.js';

export interface EvaluationSettings {
  /** What errors are divided by; there is no default on purpose. */
  normaliser: Normaliser;
  /** A part of the dataset; null: all of it. */
  split: string | null;
  /** A condition on what the pictures show, as SQL: `beard <> 'none'` (see `Selection` of dataset/). */
  where: string | null;
  /** The points that headline, curve, regions and worst faces are about. */
  points: PointSubset;
  /** How the dataset's boxes are changed. */
  boxes: BoxProtocol;
  /** For failure rate and area under the curve, × 100. */
  threshold: number;
}

/** What must be said, and what may be. */
export interface EvaluationInput {
  normaliser: Normaliser | undefined;
  split?: string | null | undefined;
  where?: string | null | undefined;
  points?: PointSubset | undefined;
  boxes?: { [Key in keyof BoxProtocol]?: BoxProtocol[Key] | undefined } | undefined;
  threshold?: number | undefined;
}

const above = (low: number, allowed: string): z.ZodNumber => z.number(allowed).gt(low, allowed);
const share = 'a share from 0 to less than 1';

/** Of {@link EvaluationSettings.boxes}. */
export const boxFields: {
  readonly [Key in keyof BoxProtocol]: z.ZodDefault<z.ZodNumber>;
} = {
  enlargement: above(0, 'a number above 0').default(plainBoxes.enlargement),
  jitter: z.number(share).min(0, share).lt(1, share).default(plainBoxes.jitter),
};

export const evaluationFields: {
  readonly [Key in keyof EvaluationSettings]: z.ZodType<EvaluationSettings[Key], EvaluationInput[Key]>;
} = {
  normaliser: choice(normalisers) as z.ZodType<Normaliser, Normaliser | undefined>,
  split: text('the name of a split').nullable().default(null),
  where: text('a condition').nullable().default(null),
  points: choice(pointSubsets).default('all'),
  boxes: z.strictObject(boxFields).prefault({}),
  threshold: above(0, 'a number above 0').default(8),
};

const evaluationSchema = z.strictObject(evaluationFields);

/** What is meant where nothing is said. */
export const evaluationDefaults: Omit<EvaluationSettings, 'normaliser'> = withoutNormaliser(
  evaluationSchema.parse({ normaliser: normalisers[0] }),
);

function withoutNormaliser({ normaliser: _, ...rest }: EvaluationSettings): typeof rest {
  return rest;
}

/** Fills in the defaults and refuses what cannot be measured. */
export function parseEvaluation(input: EvaluationInput): EvaluationSettings {
  const { split, where, points, boxes, threshold } = input;
  const normaliser = normaliserNamed(input.normaliser);
  return parseSettings('evaluate', evaluationSchema, { normaliser, split, where, points, boxes, threshold });
}
