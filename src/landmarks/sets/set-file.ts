/**
 * A user's own landmark set, written in YAML: rows along curves, rows between curves, points of a named head's mesh,
 * and parts of other sets (docs/landmarks.md has the format with examples). Everything wrong is found at once, each
 * mistake with its line and its hint. Browser-safe: files and heads are opened by `face/landmark-set-file.ts`.
 */
import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { inOurWords } from '../../core/settings/schema-words.js';
import type { Region } from '../landmark-set.js';
import { regions } from '../landmark-set.js';

export interface SetMistake {
  /** Line of the file, from 1. */
  line: number | undefined;
  /** Where in the file, for example `points[2].count`. */
  where: string;
  /** What is wrong. */
  rule: string;
  /** What to do about it. */
  hint: string;
}

export type Ends = 'both' | 'first' | 'last' | 'none';

export interface RowKeys {
  name?: string | undefined;
  /** The very names of the points, one for each. */
  names?: readonly string[] | undefined;
  region?: Region | undefined;
  /** How many points, evenly by arc length. */
  count?: number | undefined;
  /** One point about every so many centimetres, evenly. */
  spacing?: number | undefined;
  /** The very fractions. */
  at?: readonly number[] | undefined;
  from?: number | undefined;
  to?: number | undefined;
  ends?: Ends | undefined;
}

export type Row = CurveRow | BetweenRow | DrawnRow;

export interface CurveRow extends RowKeys {
  curve: string;
}

export interface BetweenRow extends RowKeys {
  between: readonly [string, string];
  /** How far from the first curve to the second. */
  share?: readonly number[] | undefined;
}

export interface MeshPlace {
  triangle: number;
  weights: readonly number[];
}

export interface HeadPoints {
  head: string;
  points: readonly (MeshPlace & { name: string; region?: Region | undefined })[];
}

/** A row along a curve of one's own, which runs smoothly through places on a head's mesh. */
export interface DrawnRow extends RowKeys {
  /** The head that it is drawn on. */
  drawn: string;
  through: readonly MeshPlace[];
  closed?: boolean | undefined;
}

export interface SetPart {
  set: string;
  names?: readonly string[] | undefined;
  indices?: readonly (number | string)[] | undefined;
  regions?: readonly Region[] | undefined;
  /** Names given to the points, one for each, instead of their own. */
  as?: readonly string[] | undefined;
  /** Of all of them, instead of their own. */
  region?: Region | undefined;
}

export type SetEntry = Row | HeadPoints | SetPart;

export interface SetFile {
  name: string;
  description?: string | undefined;
  /** An entry whose form is wrong is undefined. */
  points: readonly (SetEntry | undefined)[];
  /** What those name nevertheless, so that wrong names in them are found too: curves, or a set. */
  named: readonly { entry: number; key: 'curve' | 'between' | 'set'; names: readonly string[] }[];
}

export interface ParsedSetFile {
  /** Absent where the file is no YAML. */
  file?: SetFile;
  mistakes: SetMistake[];
  /** Line of an entry or one of its keys. */
  lineOf(path: readonly (string | number)[]): number | undefined;
}

const fraction = z
  .number('a number from 0 to 1')
  .min(0, 'a number from 0 to 1')
  .max(1, 'a number from 0 to 1');
const oneOrMore = <T>(item: z.ZodType<T>) =>
  z.union(
    [item.transform((value) => [value]), z.array(item).min(1, 'at least one').max(1000, 'at most 1000')],
    'one, or a list of at most 1000',
  );
const region = z.enum(regions, `one of ${regions.join(', ')}`);
const someNames = z.array(z.string('a text').min(1, 'a text')).min(1, 'at least one').max(10_000).optional();
const meshPlace = {
  triangle: z.int('the number of a triangle, from 0').min(0, 'the number of a triangle, from 0'),
  weights: z
    .array(z.number())
    .length(3, 'three numbers that sum to 1')
    .refine(
      (weights) =>
        Math.abs(weights.reduce((sum, w) => sum + w, 0) - 1) < 1e-3 && weights.every((w) => w >= 0),
      'three numbers, none negative, that sum to 1',
    ),
};
const row = {
  names: someNames,
  name: z.string('a text').min(1, 'a text').optional(),
  region: region.optional(),
  count: z
    .int('a whole number from 1 to 1000')
    .min(1, 'a whole number from 1 to 1000')
    .max(1000, 'a whole number from 1 to 1000')
    .optional(),
  spacing: z.number('centimetres, from 0.05').min(0.05, 'centimetres, from 0.05').optional(),
  at: oneOrMore(fraction).optional(),
  from: fraction.optional(),
  to: fraction.optional(),
  ends: z.enum(['both', 'first', 'last', 'none'], 'one of both, first, last, none').optional(),
};
const someIndex = 'a number from 0, or a range such as 17-26';
const forms = {
  curve: z.strictObject({ curve: z.string('the name of a curve'), ...row }),
  between: z.strictObject({
    between: z.tuple([z.string(), z.string()], 'two curves: [brow.*.upper, oval.upper]'),
    share: oneOrMore(fraction).optional(),
    ...row,
  }),
  head: z.strictObject({
    head: z.string('the name of a head'),
    points: z
      .array(
        z.strictObject({
          name: z.string('a text').min(1, 'a text'),
          region: region.optional(),
          ...meshPlace,
        }),
      )
      .min(1, 'at least one'),
  }),
  drawn: z.strictObject({
    drawn: z.string('the name of a head'),
    through: z.array(z.strictObject(meshPlace)).min(2, 'two places at least').max(1000, 'at most 1000'),
    closed: z.boolean('true or false').optional(),
    ...row,
  }),
  set: z.strictObject({
    set: z.string('the name of a set'),
    names: oneOrMore(z.string('a name, or a pattern with *')).optional(),
    indices: oneOrMore(
      z.union([z.int(someIndex).min(0, someIndex), z.string().regex(/^\d+-\d+$/, someIndex)], someIndex),
    ).optional(),
    regions: oneOrMore(region).optional(),
    as: someNames,
    region: region.optional(),
  }),
} as const;
const namePattern = /^[a-z][\w.-]*$/i;
export const setNameRule: string = 'a name of letters, digits, ".", "_" and "-"';
export const isSetName = (name: string): boolean => namePattern.test(name);

const whole = z.strictObject(
  {
    name: z.string('a name').regex(namePattern, setNameRule),
    description: z.string('a text').optional(),
    points: z.array(z.unknown(), 'a list').min(1, 'at least one entry'),
  },
  // What an unknown key is told stands in `describe`.
  { error: ({ code }) => (code === 'invalid_type' ? 'the keys name and points' : undefined) },
);

/** Characters: ten thousand points written out one by one fit in. */
const longest = 2_000_000;

/** Reads the form; what the entries mean is checked by `buildSet`. */
export function parseSetFile(text: string): ParsedSetFile {
  if (text.length > longest) {
    const rule = `has ${text.length} characters; at most ${longest} are read`;
    const hint = 'lay points in rows: curve and count';
    return { mistakes: [{ line: 1, where: 'the file', rule, hint }], lineOf: () => undefined };
  }
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const mistakes: SetMistake[] = document.errors.map((error) => ({
    line: counter.linePos(error.pos[0]).line,
    where: 'the file',
    rule: `not valid YAML: ${error.message.split('\n')[0]}`,
    hint: 'look at the indentation and the brackets there',
  }));
  const lineOf = (path: readonly (string | number)[]): number | undefined => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
    }
    return undefined;
  };
  if (mistakes.length > 0) return { mistakes, lineOf };
  let content: unknown;
  try {
    content = document.toJS();
  } catch {
    // Aliases of aliases: YAML's parser gives up on them as they are resolved.
    const rule = 'its aliases (*name) stand for too much, or for nothing';
    return { mistakes: [{ line: 1, where: 'the file', rule, hint: 'write the entries out' }], lineOf };
  }
  const report = (schema: z.ZodType, value: unknown, base: (string | number)[]): unknown => {
    const parsed = schema.safeParse(value ?? {}, inOurWords);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) mistakes.push(describe(issue, base, value, schema, lineOf));
    return undefined;
  };
  const outer = report(whole, content, []) as z.infer<typeof whole> | undefined;
  const list: unknown[] = Array.isArray(pick(content, 'points'))
    ? (pick(content, 'points') as unknown[])
    : [];
  const named: SetFile['named'][number][] = [];
  const entries = list.map((entry, i) => {
    const kind = (Object.keys(forms) as (keyof typeof forms)[]).find((key) => pick(entry, key) !== undefined);
    if (kind !== undefined) {
      const read = report(forms[kind], entry, ['points', i]);
      if (read === undefined && kind !== 'head' && kind !== 'drawn') {
        const names = [pick(entry, kind)].flat().filter((name) => typeof name === 'string');
        named.push({ entry: i, key: kind, names });
      }
      return read;
    }
    mistakes.push({
      line: lineOf(['points', i]),
      where: `points[${i}]`,
      rule: 'an entry says where its points lie',
      hint: 'give it one of curve, between, head, drawn, set',
    });
    return undefined;
  });
  const name = pick(content, 'name');
  const file: SetFile = {
    name: outer?.name ?? (typeof name === 'string' ? name : ''),
    ...(outer?.description !== undefined && { description: outer.description }),
    points: entries as (SetEntry | undefined)[],
    named,
  };
  return { file, mistakes, lineOf };
}

function pick(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function describe(
  issue: z.core.$ZodIssue,
  base: readonly (string | number)[],
  value: unknown,
  schema: z.ZodType,
  lineOf: ParsedSetFile['lineOf'],
): SetMistake {
  const path = [...base, ...(issue.path as (string | number)[])];
  if (issue.code === 'unrecognized_keys') {
    const known =
      schema instanceof z.ZodObject && issue.path.length === 0 ? Object.keys(schema.shape) : undefined;
    return {
      line: lineOf([...path, issue.keys[0]!]),
      where: placeName(path),
      rule: `no such key: ${issue.keys.join(', ')}`,
      hint: known
        ? `the keys here are ${known.join(', ')}`
        : `the keys here are ${issue.path.includes('through') ? '' : 'name, region, '}triangle, weights`,
    };
  }
  const found = issue.path.reduce<unknown>((at, key) => pick(at, String(key)), value);
  // Within a choice of one or a list, the list's own complaint is the telling one.
  const inner = issue.code === 'invalid_union' ? issue.errors.flat().at(-1) : undefined;
  return {
    // What is missing at the top has no line of its own.
    line: lineOf(path) ?? 1,
    where: placeName(path),
    rule: found === undefined ? 'missing' : `${JSON.stringify(found)} will not do`,
    hint: `give ${inner && !inner.message.startsWith('a value of another kind') ? `${inner.message}, or a list of them` : issue.message}`,
  };
}

function placeName(path: readonly (string | number)[]): string {
  if (path.length === 0) return 'the file';
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}
