/** A recipe's key that names datasets. */
import { z } from 'zod';
import { text } from '../../core/settings/value-kinds.js';

export const folders: z.ZodType<string[], string | string[]> = z.union(
  [text('a folder').transform((folder) => [folder]), z.array(text('a folder')).min(1)],
  {
    error: 'the folder of a dataset, or a list of folders',
  },
);
