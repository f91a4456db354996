/** Moves and scales the crop, as the boxes of detectors and annotators vary. */
import { z } from 'zod';
import type { Random } from '../../core/random.js';
import { number } from '../../core/settings/value-kinds.js';
import { type Partially, type Range, range } from './value-ranges.js';

export interface CropJitterSettings {
  /** Largest shift along each axis, as a share of the crop's side. */
  shift: number;
  /** Bounds of the factor on the crop's side, drawn log-uniformly. */
  scale: Range;
}

export const cropJitterSchema: z.ZodType<CropJitterSettings, Partially<CropJitterSettings>> = z.strictObject({
  shift: number(0, 0.5).default(0.06),
  scale: range(0.3, 3).default([0.84, 1.2]),
});

export interface CropJitter {
  shift: [number, number];
  scale: number;
}

export function sampleCropJitter({ shift, scale }: CropJitterSettings, random: Random): CropJitter {
  return {
    shift: [random.uniform(-shift, shift), random.uniform(-shift, shift)],
    scale: Math.exp(random.uniform(Math.log(scale[0]), Math.log(scale[1]))),
  };
}
