/** JSON that must have a shape: says in one short rule what is wrong with it. */
import type { z } from 'zod';
import { firstFault, inOurWords } from './schema-words.js';

/** @param damaged – the error for a rule that the text breaks: `it is not JSON`, or a key's path and what belongs there. */
export function parseJsonAs<T>(schema: z.ZodType<T>, text: string, damaged: (rule: string) => Error): T {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw damaged('it is not JSON');
  }
  const parsed = schema.safeParse(content, inOurWords);
  if (parsed.success) return parsed.data;
  throw damaged(firstFault(parsed.error, 'the file'));
}

/** The same where a file that is cut off or damaged is as good as none. */
export function parseJsonOrNone<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
