/**
 * Settings of an operation (generation, evaluation, detection …) against their schema: defaults are filled in, and what is
 * wrong is refused in the same words wherever it came from: a flag, a program, a recipe, a request.
 */
import type { z } from 'zod';
import { UsageError } from '../errors.js';
import { schemaFaults } from './schema-faults.js';
import { inOurWords } from './schema-words.js';

/** @param operation – named in the error: `generate`. Keys that are undefined count as left out. */
export function parseSettings<Settings>(
  operation: string,
  schema: z.ZodType<Settings>,
  input: unknown,
): Settings {
  const parsed = schema.safeParse(input, inOurWords);
  if (parsed.success) return parsed.data;
  throw new UsageError(`${operation}: ${schemaFaults(schema, input, parsed.error).join('; ')}`, {
    hint: 'give what is allowed there, or leave it out where there is a default',
  });
}
