/**
 * Mirrors the picture left to right. The mirrored face is a face again once every point takes the name of its mirror
 * image: the subject's right eye lies where the left one was. K landmarks.
 */
import { z } from 'zod';
import { number } from '../../core/settings/value-kinds.js';
import type { Partially } from './value-ranges.js';

export interface FlipSettings {
  probability: number;
}

export const flipSchema: z.ZodType<FlipSettings, Partially<FlipSettings>> = z.strictObject({
  probability: number(0, 1).default(0.5),
});

/**
 * Gives each point the values of its mirror partner.
 * @param values – `[K, C]`: C values a point. @param mirror – `[K]`, see `LandmarkSet.mirror`. @returns `[K, C]` new.
 */
export function swapMirrorPairs<Values extends Float32Array | Uint8Array>(
  values: Values,
  mirror: readonly number[],
  channels: number,
): Values {
  const swapped = values.slice() as Values;
  for (const [k, partner] of mirror.entries()) {
    for (let c = 0; c < channels; c++) swapped[k * channels + c] = values[partner * channels + c]!;
  }
  return swapped;
}
