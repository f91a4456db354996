/**
 * What is wrong with a value that a schema refused, in the words of all settings: `model.width: 0; allowed: a whole
 * number from 4 to 512`. A field's message in its schema is what is allowed there (`value-kinds.ts`).
 */
import { z } from 'zod';

/** One rule for each fault: the key's path, the value and what is allowed. @param content – what was refused. */
export function schemaFaults(schema: z.ZodType, content: unknown, error: z.ZodError): string[] {
  return error.issues.map((issue) => faultOf(issue, content, schema));
}

function faultOf(issue: z.core.$ZodIssue, content: unknown, schema: z.ZodType): string {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => (path === '' ? key : `${path}.${key}`));
    const allowed = keysAt(schema, issue.path, content);
    return `${names.join(', ')}: no such key; allowed${path === '' ? '' : ` under ${path}`}: ${allowed.join(', ')}`;
  }
  const value = valueAt(content, issue.path);
  const place = path === '' ? 'the content' : path;
  if (value === undefined) return `${place}: missing; allowed: ${issue.message}`;
  return `${place}: ${written(value)}; allowed: ${issue.message}`;
}

/** JSON has no word for NaN and infinity; of a long value its beginning. */
function written(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** What stands at a path; undefined where there is nothing. */
export function valueAt(content: unknown, path: readonly PropertyKey[]): unknown {
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
