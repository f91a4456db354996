/** Labels in JSON files: checked against a schema, mistakes told with their place. */
import type { z } from 'zod';
import { LineamentError } from '../../../core/errors.js';
import { firstFault, inOurWords } from '../../../core/settings/schema-words.js';

/** @param what – the format's name for messages. */
export function parseJsonLabels<T>(schema: z.ZodType<T>, text: string, file: string, what: string): T {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new LineamentError('the file is not JSON', { file, hint: `give ${what}`, cause });
  }
  const parsed = schema.safeParse(content, inOurWords);
  if (parsed.success) return parsed.data;
  throw new LineamentError(firstFault(parsed.error, 'the file'), {
    file,
    hint: `give ${what}`,
  });
}
