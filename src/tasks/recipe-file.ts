/**
 * Reads a YAML file against a zod schema and says of everything wrong: the file, the key's path, the value and what is
 * allowed there. In the schema, a field's message is its allowed values: `z.int('a whole number from 1 to 8')`.
 */
import { parse } from 'yaml';
import { z } from 'zod';
import { messageOf, UsageError } from '../core/errors.js';
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
  const parsed = schema.safeParse(content ?? {});
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => describeIssue(issue, content, schema));
  throw new UsageError(faults.join('; '), { file, hint: 'change the recipe and run the command again' });
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

function describeIssue(issue: z.core.$ZodIssue, content: unknown, schema: z.ZodType): string {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => (path === '' ? key : `${path}.${key}`));
    const allowed = keysAt(schema, issue.path, content);
    return `${names.join(', ')}: no such key; allowed${path === '' ? '' : ` under ${path}`}: ${allowed.join(', ')}`;
  }
  const value = valueAt(content, issue.path);
  if (value === undefined) return `${path}: missing; allowed: ${issue.message}`;
  return `${path}: ${JSON.stringify(value)}; allowed: ${issue.message}`;
}

function valueAt(content: unknown, path: readonly PropertyKey[]): unknown {
  let value = content;
  for (const key of path) {
    // Where one thing may stand for a list of one.
    if (key === 0 && !Array.isArray(value)) continue;
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** The keys of the object that stands at `path` in a schema; where several kinds may stand there, of the kind that does. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[], content: unknown): string[] {
  let place: unknown = chosen(schema, content);
  path.forEach((key, index) => {
    if (place instanceof z.ZodObject) place = (place.shape as Record<PropertyKey, unknown>)[key];
    else if (place instanceof z.ZodArray) place = place.element;
    place = chosen(place, valueAt(content, path.slice(0, index + 1)));
  });
  return place instanceof z.ZodObject ? Object.keys(place.shape) : [];
}

/** Without what only wraps it; of a discriminated union, the schema that the value's discriminator names. */
function chosen(schema: unknown, value: unknown): unknown {
  const bare = unwrapped(schema);
  if (!(bare instanceof z.ZodDiscriminatedUnion)) return bare;
  const { discriminator } = bare.def;
  const named = valueAt(value, [discriminator]);
  const options = bare.options.map(unwrapped);
  // Where the kind may be left out, the first is meant.
  if (named === undefined) return options[0];
  return options.find(
    (option) =>
      option instanceof z.ZodObject && (option.shape[discriminator] as z.ZodType).safeParse(named).success,
  );
}

function unwrapped(schema: unknown): unknown {
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable
  ) {
    return unwrapped(schema.unwrap());
  }
  if (schema instanceof z.ZodPipe)
    return unwrapped(schema.in instanceof z.ZodTransform ? schema.out : schema.in);
  return schema;
}
