/** Compression artefacts: the crop goes through a JPEG of low quality. */
import sharp from 'sharp';
import { z } from 'zod';
import type { Image } from '../../core/image.js';
import type { Random } from '../../core/random.js';
import { number } from '../../core/settings/value-kinds.js';
import { type Partially, type Range, range } from './value-ranges.js';

export interface JpegSettings {
  probability: number;
  quality: Range;
}

export const jpegSchema: z.ZodType<JpegSettings, Partially<JpegSettings>> = z.strictObject({
  probability: number(0, 1).default(0.25),
  quality: range(1, 100).default([25, 85]),
});

/** Changes the image in place. */
export async function augmentJpeg(image: Image, settings: JpegSettings, random: Random): Promise<void> {
  if (!random.chance(settings.probability)) return;
  const { width, height, data } = image;
  const quality = random.integer(Math.round(settings.quality[0]), Math.round(settings.quality[1]));
  const compressed = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
  data.set(await sharp(compressed).raw().toBuffer());
}
