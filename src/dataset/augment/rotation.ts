/** Turns the crop in the image plane, beyond the head tilt that a dataset has already. */
import { z } from 'zod';
import type { Random } from '../../core/random.js';
import { number } from '../../core/settings/value-kinds.js';
import type { Partially } from './value-ranges.js';

export interface RotationSettings {
  probability: number;
  /** Standard deviation, degrees; drawn again beyond 2.5 of them. */
  degrees: number;
}

export const rotationSchema: z.ZodType<RotationSettings, Partially<RotationSettings>> = z.strictObject({
  probability: number(0, 1).default(0.7),
  degrees: number(0, 72).default(12),
});

/** @returns radians. */
export function sampleRotation({ probability, degrees }: RotationSettings, random: Random): number {
  if (!random.chance(probability)) return 0;
  return (random.truncatedNormal(0, degrees) * Math.PI) / 180;
}
