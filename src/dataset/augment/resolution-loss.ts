/** A face that was small in its photograph: shrunk, then enlarged again to the crop's size. */
import { z } from 'zod';
import { type Image, warpImage } from '../../core/image.js';
import type { Random } from '../../core/random.js';
import { number } from '../../core/settings/value-kinds.js';
import type { Partially } from './value-ranges.js';

export interface ResolutionLossSettings {
  probability: number;
  /** Smallest share of the resolution that is left. */
  least: number;
}

export const resolutionLossSchema: z.ZodType<
  ResolutionLossSettings,
  Partially<ResolutionLossSettings>
> = z.strictObject({
  probability: number(0, 1).default(0.2),
  least: number(0.05, 1).default(0.3),
});

/** Changes the image in place. */
export function augmentResolutionLoss(image: Image, settings: ResolutionLossSettings, random: Random): void {
  if (!random.chance(settings.probability)) return;
  const { width, height } = image;
  const smallWidth = Math.max(4, Math.round(width * random.uniform(settings.least, 1)));
  const smallHeight = Math.max(4, Math.round((height * smallWidth) / width));
  const x = width / smallWidth;
  const y = height / smallHeight;
  // Pixel centres: (u + 0.5)·x − 0.5, so that the picture does not shift.
  const small = warpImage(image, [x, 0, (x - 1) / 2, 0, y, (y - 1) / 2], smallWidth, smallHeight);
  const back = warpImage(small, [1 / x, 0, (1 / x - 1) / 2, 0, 1 / y, (1 / y - 1) / 2], width, height);
  image.data.set(back.data);
}
