/** The settings of all augmentations as one block of a recipe; each operation's bounds and defaults stand in its file. */
import { z } from 'zod';
import { type BlurSettings, blurSchema } from './blur.js';
import { type ColourSettings, colourSchema } from './colour.js';
import { type CropJitterSettings, cropJitterSchema } from './crop-jitter.js';
import { type FlipSettings, flipSchema } from './flip.js';
import { type JpegSettings, jpegSchema } from './jpeg.js';
import { type NoiseSettings, noiseSchema } from './noise.js';
import { type OccluderSettings, occluderSchema } from './occluders.js';
import { type ResolutionLossSettings, resolutionLossSchema } from './resolution-loss.js';
import { type RotationSettings, rotationSchema } from './rotation.js';
import type { Partially } from './value-ranges.js';

export interface Augmentation {
  cropJitter: CropJitterSettings;
  rotation: RotationSettings;
  flip: FlipSettings;
  occluders: OccluderSettings;
  colour: ColourSettings;
  blur: BlurSettings;
  resolutionLoss: ResolutionLossSettings;
  noise: NoiseSettings;
  jpeg: JpegSettings;
}

/** What may be written in a recipe: everything has a default. */
export type AugmentationInput = { [Key in keyof Augmentation]?: Partially<Augmentation[Key]> | undefined };

export const augmentationSchema: z.ZodType<Augmentation, AugmentationInput> = z.strictObject({
  cropJitter: cropJitterSchema.prefault({}),
  rotation: rotationSchema.prefault({}),
  flip: flipSchema.prefault({}),
  occluders: occluderSchema.prefault({}),
  colour: colourSchema.prefault({}),
  blur: blurSchema.prefault({}),
  resolutionLoss: resolutionLossSchema.prefault({}),
  noise: noiseSchema.prefault({}),
  jpeg: jpegSchema.prefault({}),
});
