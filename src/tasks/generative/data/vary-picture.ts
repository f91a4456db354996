/**
 * Pictures varied in the ways in which photographs differ from renderings: place and size of the face, light, focus, resolution, noise.
 * Never mirrored: left and right are words (`mirrored.ts`).
 */
import { z } from 'zod';
import { type Image, warpImage } from '../../../core/image.js';
import type { Random } from '../../../core/random.js';
import { augmentBlur, type BlurSettings, blurSchema } from '../../../dataset/augment/blur.js';
import { augmentColour, type ColourSettings, colourSchema } from '../../../dataset/augment/colour.js';
import {
  type CropJitterSettings,
  cropJitterSchema,
  sampleCropJitter,
} from '../../../dataset/augment/crop-jitter.js';
import { augmentNoise, type NoiseSettings, noiseSchema } from '../../../dataset/augment/noise.js';
import {
  augmentResolutionLoss,
  type ResolutionLossSettings,
  resolutionLossSchema,
} from '../../../dataset/augment/resolution-loss.js';
import { faceCrop } from '../../../landmarks/face-crop.js';
import type { FaceSet } from './face-set.js';

export interface PictureVariation {
  cropJitter: CropJitterSettings;
  colour: ColourSettings;
  blur: BlurSettings;
  resolutionLoss: ResolutionLossSettings;
  noise: NoiseSettings;
}

/** Colours are words too: they vary little. */
const colour = { brightness: 0.1, whiteBalance: 0.05, saturation: [0.7, 1.3], hue: 5, grey: 0 } as const;

export const pictureVariationSchema: z.ZodType<PictureVariation, unknown> = z.strictObject({
  cropJitter: cropJitterSchema.prefault({ shift: 0.04, scale: [0.88, 1.08] }),
  colour: colourSchema.prefault({ ...colour, saturation: [...colour.saturation] }),
  blur: blurSchema.prefault({}),
  resolutionLoss: resolutionLossSchema.prefault({}),
  noise: noiseSchema.prefault({}),
});

/** @returns another picture of the same size. */
export function varyPicture(image: Image, settings: PictureVariation, random: Random): Image {
  const { width: size } = image;
  const { shift, scale } = sampleCropJitter(settings.cropJitter, random.child('crop'));
  const whole = { x: -0.5, y: -0.5, width: size, height: size };
  const varied = warpImage(image, faceCrop(whole, { size, enlarge: 1, scale, shift }), size, size);
  augmentColour(varied, settings.colour, random.child('colour'));
  augmentBlur(varied, settings.blur, random.child('blur'));
  augmentResolutionLoss(varied, settings.resolutionLoss, random.child('resolution'));
  augmentNoise(varied, settings.noise, random.child('noise'));
  return varied;
}

/** A face of a set, its bytes pixel by pixel. */
export function pictureOf(faces: FaceSet, index: number): Image {
  const { size } = faces;
  const planes = faces.pixels(index);
  const data = Uint8Array.from(
    { length: planes.length },
    (_, i) => planes[(i % 3) * size * size + Math.floor(i / 3)]!,
  );
  return { width: size, height: size, channels: 3, data };
}
