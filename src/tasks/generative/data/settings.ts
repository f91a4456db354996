/** Which faces a generative model learns from: the keys under `data` of its recipe, with bounds and defaults. */
import { z } from 'zod';
import { text, whole } from '../../../core/settings/value-kinds.js';

export interface FaceDataSettings {
  /** Folders of generated datasets; their faces are taken one after the other. */
  datasets: string[];
  /** Side of the pictures, pixels: stored ones are scaled to it. */
  size: number;
  /** Use at most so many faces of a split. */
  limit?: number | undefined;
}

export const faceDataSchema: z.ZodType<FaceDataSettings> = z.strictObject({
  datasets: z.array(text('the folder of a dataset'), 'a list of folders').min(1, 'at least one folder'),
  size: whole(8, 512).default(64),
  limit: whole(1, 10_000_000).optional(),
});
