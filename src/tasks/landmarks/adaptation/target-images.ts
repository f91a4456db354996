/** What the methods for unlabelled faces have in common: their keys, and images as inputs of a phase. */
import type { z } from 'zod';
import { whole } from '../../../core/settings/value-kinds.js';
import type { StepSource } from '../../../nn/train/fit/batches.js';
import {
  type AdaptationContext,
  type CheckedRecipe,
  type FacesSettings,
  type Fault,
  facesSchema,
  type OpenFaces,
} from './adaptation-method.js';

interface TargetKeys {
  target: z.ZodType<FacesSettings>;
  batch: z.ZodOptional<z.ZodInt>;
}

/** `target` names the faces, whose labels are not read; `batch` is how many a step takes, by default as many as source faces. */
export const targetKeys: TargetKeys = {
  target: facesSchema('unlabelled'),
  batch: whole(1, 1024).optional(),
};

interface TargetSettings {
  target: FacesSettings;
  batch?: number | undefined;
}

export function checkTarget(
  { batch }: TargetSettings,
  { replicas }: Pick<CheckedRecipe, 'replicas'>,
): Fault | undefined {
  if (batch === undefined || batch % replicas === 0) return undefined;
  return { what: `batch: ${batch}; allowed: a multiple of replicas, ${replicas}`, hint: 'change either' };
}

/** Opens the target faces, augmented as the source faces are. */
export async function openTarget(
  method: string,
  { target, batch }: TargetSettings,
  context: AdaptationContext,
): Promise<{ faces: OpenFaces; batch: number }> {
  const own = batch ?? context.batch;
  const faces = await context.open(target, {
    name: method,
    batch: own,
    augmentation: context.augmentation,
  });
  return { faces, batch: own };
}

/** Their images alone. @param inputs – further inputs of the phase at a step. */
export function imageSource(
  faces: OpenFaces,
  { accumulate }: AdaptationContext,
  inputs: (step: number) => Record<string, Float32Array> = () => ({}),
): StepSource {
  return {
    async batch(number) {
      const { images } = await faces.batch(number);
      return { image: images, ...inputs(Math.floor(number / accumulate)) };
    },
  };
}
