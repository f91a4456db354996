/** Out of focus or moving: a Gaussian or a short line. */
import { z } from 'zod';
import { blurGaussian, smear } from '../../core/blur.js';
import type { Image } from '../../core/image.js';
import type { Random } from '../../core/random.js';
import { number } from '../../core/settings/value-kinds.js';
import type { Partially } from './value-ranges.js';

export interface BlurSettings {
  probability: number;
  /** Largest standard deviation of the Gaussian, as a share of the crop's side. */
  radius: number;
  /** Share of the blurred pictures that are smeared in one direction instead. */
  motion: number;
}

export const blurSchema: z.ZodType<BlurSettings, Partially<BlurSettings>> = z.strictObject({
  probability: number(0, 1).default(0.25),
  radius: number(0, 0.1).default(0.012),
  motion: number(0, 1).default(0.3),
});

/** Changes the image in place. */
export function augmentBlur(image: Image, settings: BlurSettings, random: Random): void {
  if (!random.chance(settings.probability)) return;
  const sigma = random.next() * settings.radius * image.width;
  const motion = random.chance(settings.motion);
  const angle = random.uniform(0, Math.PI);
  if (sigma < 0.2) return;
  if (motion) smear(image, 4 * sigma, angle);
  else blurGaussian(image, sigma);
}
