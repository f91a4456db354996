/** Labels in JSON files: checked against a schema, mistakes told with their place. */
import type { z } from 'zod';
import { LineamentError } from '../../../core/errors.js';

/** @param what – the format's name for messages. */
export function parseJsonLabels<T>(schema: z.ZodType<T>, text: string, file: string, what: string): T {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new LineamentError('the file is not JSON', { file, hint: `give ${what}`, cause });
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new LineamentError(`${issue.path.join('.') || 'the file'}: ${issue.message}`, {
    file,
    hint: `give ${what}`,
  });
}
