/** What faces are made while training: the `data.generate` block of a recipe. */
import { z } from 'zod';
import { headNames } from '../../face/heads/registry.js';
import { type PoseDistribution, poseDistributions } from '../../face/person/pose-distribution.js';
import { type VarietyGroup, varietyGroups } from '../../face/person/variety.js';
import { maximumSize, minimumSize } from '../generate/generate-dataset.js';

export interface FreshFacesSettings {
  /** Name of the head model. */
  head: string;
  /** Side of the square images before the crop, pixels. */
  size: number;
  seed: number;
  pose: PoseDistribution;
  /** Groups of variety left out. */
  without: VarietyGroup[];
}

export type FreshFacesInput = Pick<FreshFacesSettings, 'head'> & {
  [Key in keyof FreshFacesSettings]?: FreshFacesSettings[Key] | undefined;
};

const whole = (low: number, high: number): z.ZodInt => {
  const allowed = `a whole number from ${low} to ${high}`;
  return z.int(allowed).min(low, allowed).max(high, allowed);
};

export const freshFacesSchema: z.ZodType<FreshFacesSettings, FreshFacesInput> = z.strictObject(
  {
    head: z.enum(headNames, `one of ${headNames.join(', ')}`),
    size: whole(minimumSize, maximumSize).default(160),
    seed: whole(0, 2 ** 31 - 1).default(0),
    pose: z.enum(poseDistributions, `one of ${poseDistributions.join(', ')}`).default('in-the-wild'),
    without: z
      .array(z.enum(varietyGroups, `one of ${varietyGroups.join(', ')}`), 'a list of groups of variety')
      .default([]),
  },
  'the keys head, size, seed, pose, without',
);
