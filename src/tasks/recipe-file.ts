/**
 * Reads a YAML file against a zod schema and says of everything wrong: the file, the key's path, the value and what is
 * allowed there. In the schema, a field's message is its allowed values: `z.int('a whole number from 1 to 8')`.
 */
import { parse } from 'yaml';
import type { z } from 'zod';
import { messageOf, UsageError } from '../core/errors.js';
import { schemaFaults, valueAt } from '../core/settings/schema-faults.js';
import { inOurWords } from '../core/settings/schema-words.js';
import { readFileOr } from '../node/files.js';

/** The text of a recipe. */
export async function readRecipeFile(file: string): Promise<string> {
  return (await readFileOr(file, 'the recipe')).toString('utf8');
}

/** What a recipe is for; undefined where it does not say. */
export function taskOf(yaml: string, file: string): unknown {
  return valueAt(parseYaml(yaml, file), ['task']);
}

/** @param text – YAML. @param file – named in errors. */
export function parseYamlAs<T>(schema: z.ZodType<T>, text: string, file: string): T {
  const content = parseYaml(text, file);
  const parsed = schema.safeParse(content ?? {}, inOurWords);
  if (parsed.success) return parsed.data;
  throw new UsageError(schemaFaults(schema, content, parsed.error).join('; '), {
    file,
    hint: 'change the recipe and run the command again',
  });
}

/** The file's content, not yet checked. */
export function parseYaml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new UsageError(`not valid YAML: ${messageOf(cause).split('\n')[0]}`, {
      file,
      hint: 'look at the indentation near that line',
      cause,
    });
  }
}
