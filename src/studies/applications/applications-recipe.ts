/**
 * The recipe of `recipes/applications.yaml`: how well heads are reconstructed from how many points. A scale is a patch laid
 * over the rest of the file, as in the case study's recipe.
 */
import { z } from 'zod';
import { text, whole } from '../../core/settings/value-kinds.js';
import { generationFields } from '../../dataset/generate/settings.js';
import { statisticsFields } from '../../evaluation/tests/settings.js';
import type { PoseDistribution } from '../../face/person/pose-distribution.js';
import { parseScaled } from '../job-kinds/scaled-recipe.js';

/** What a study's recipe says under `study` where it is of this kind. */
export const applicationsStudy = 'applications';

export interface ApplicationsRecipe {
  study: typeof applicationsStudy;
  description: string;
  seed: number;
  /** Persons, each seen in as many pictures as the most of `views`. */
  persons: number;
  views: number[];
  /** Side of the pictures. */
  size: number;
  pose: PoseDistribution;
  /** The truth's head and the one that is fitted: never the same, or the fit would know what it looks for. */
  heads: { truth: string; fit: string }[];
  /** Numbers of points, from 5 to 1001. */
  points: number[];
  /** A shipped model or a file; absent: exact points only. */
  model?: string | undefined;
  resamples: number;
}

/** The numbers of points that there are, and the sets that they are; 5 are outer eye corners, nose tip and mouth corners. */
export const countedSets = {
  5: 'five',
  68: 'ibug68',
  243: 'dense243',
  460: 'dense460',
  490: 'dense490',
  1001: 'dense1001',
} as const;
const counts = Object.keys(countedSets).map(Number);

const schema: z.ZodType<ApplicationsRecipe> = z.strictObject({
  study: z.literal(applicationsStudy),
  description: z.string('a text').default(''),
  seed: whole(0, 2 ** 31 - 1).default(1),
  persons: whole(2, 10_000),
  views: z.array(whole(1, 100)).min(1).default([1, 3, 10]),
  size: generationFields.size,
  pose: generationFields.pose,
  heads: z
    .array(
      z
        .strictObject({ truth: text('the name of a head'), fit: text('the name of a head') })
        .refine(({ truth, fit }) => truth !== fit, 'two different heads'),
    )
    .min(1),
  points: z
    .array(z.int().refine((count) => counts.includes(count), `one of ${counts.join(', ')}`))
    .min(1)
    .default(counts),
  model: text('the name of a shipped model, or a file (.onnx)').optional(),
  resamples: statisticsFields.resamples,
}) as z.ZodType<ApplicationsRecipe>;

/** @param yaml – the file's text. @param file – named in errors. */
export function parseApplications(yaml: string, scale: string, file: string): ApplicationsRecipe {
  return parseScaled(schema, yaml, { scale, file });
}
