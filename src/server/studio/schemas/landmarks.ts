/** What the set editor asks and what it is told; the server checks the first against these schemas. */
import { z } from 'zod';
import type { SetSaving } from '../../../studio/landmarks/asked.js';

export type * from '../../../studio/landmarks/asked.js';

export const savingSchema: z.ZodType<SetSaving> = z.strictObject({
  text: z.string().max(2_000_000),
  version: z.string().max(64).nullable(),
  overwrite: z.boolean().optional(),
});
