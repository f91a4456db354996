/** What faces are made while training: the `data.generate` block of a recipe. */
import { z } from 'zod';
import { headNames } from '../../face/heads/registry.js';
import { type GenerationInput, type GenerationSettings, generationFields } from '../generate/settings.js';

export type FreshFacesSettings = Pick<GenerationSettings, 'head' | 'size' | 'seed' | 'pose' | 'without'>;

export type FreshFacesInput = Pick<FreshFacesSettings, 'head'> &
  Pick<GenerationInput, keyof FreshFacesSettings>;

const { size, seed, pose, without } = generationFields;

export const freshFacesSchema: z.ZodType<FreshFacesSettings, FreshFacesInput> = z.strictObject(
  {
    // A recipe is kept and compared: it names its head.
    head: z.enum(headNames, `one of ${headNames.join(', ')}`),
    // Smaller than stored faces: each is seen once, and the crop takes most of it.
    size: size.default(160),
    seed: seed.default(0),
    pose,
    without,
  },
  'the keys head, size, seed, pose, without',
);
