/** One line of a JSON-lines file of labelled photographs, checked; the mistakes of a line are told with an example. K landmarks. */
import { z } from 'zod';
import { LineamentError } from '../../../core/errors.js';
import { firstFault, inOurWords } from '../../../core/settings/schema-words.js';
import { counted } from '../../../core/text/counted.js';
import { type Visibility, visibility, visibilityNames } from '../../../landmarks/landmark-set.js';

export interface JsonlLine {
  id: string;
  image: string;
  /** K of them. */
  points: ([number, number] | null)[];
  visibility?: (Visibility | null)[] | null | undefined;
  bbox?: [number, number, number, number] | null | undefined;
  width?: number | undefined;
  height?: number | undefined;
  split?: string | undefined;
  direct_points?: number[] | undefined;
  weak_points?: number[] | undefined;
  /** Every other key. */
  [attribute: string]: unknown;
}

const coordinate = z.number('a number');
const indices = z.array(z.int().nonnegative());
const pair = z.tuple([coordinate, coordinate], 'a pair of numbers, or null for a missing point,');
const oneVisibility = z.union(
  [z.literal(Object.values(visibility)), z.enum(visibilityNames).transform((name) => visibility[name])],
  `0 to 3 (${visibilityNames.join(', ')}), or null for a missing point,`,
);

const lineSchema: z.ZodType<JsonlLine> = z.looseObject({
  id: z.string('a text').min(1),
  image: z.string('a path').min(1),
  points: z.array(pair.nullable(), 'a list of pairs'),
  visibility: z.array(oneVisibility.nullable(), 'a list with a value for each point').nullish(),
  bbox: z.tuple([coordinate, coordinate, coordinate, coordinate], 'four numbers').nullish(),
  width: z.int().positive().optional(),
  height: z.int().positive().optional(),
  split: z.string().min(1).optional(),
  direct_points: indices.optional(),
  weak_points: indices.optional(),
});

const hint =
  'correct the line; an example with a missing point: {"id": "a", "image": "a.jpg", "points": [[12.5, 30], null, …], "visibility": [0, null, …]}';

/** @param place – the file and the line, for messages. */
export function parseJsonlLine(text: string, place: string, pointCount: number, set: string): JsonlLine {
  const line = parsed(text, place);
  const wrong = (rule: string, remedy = hint): LineamentError =>
    new LineamentError(rule, { file: place, hint: remedy });
  const { id, points } = line;
  if (points.length !== pointCount)
    throw wrong(
      `${id} has ${counted(points.length, 'point')}; ${set} has ${pointCount}`,
      'correct the line or name its landmark set; a missing point is null',
    );
  if (points.every((point) => point === null)) throw wrong(`${id} has no labelled point`);
  if (line.visibility && line.visibility.length !== pointCount)
    throw wrong(
      `visibility has ${counted(line.visibility.length, 'value')} for ${counted(pointCount, 'point')}`,
    );
  const unknown = line.visibility?.findIndex((value, k) => value === null && points[k] !== null) ?? -1;
  if (unknown >= 0) throw wrong(`visibility.${unknown} is null, but points.${unknown} is not missing`);
  for (const key of ['direct_points', 'weak_points'] as const) {
    const beyond = line[key]?.find((k) => k >= pointCount);
    if (beyond !== undefined)
      throw wrong(`${key} names point ${beyond}; the points are 0 to ${pointCount - 1}`);
  }
  return line;
}

function parsed(text: string, place: string): JsonlLine {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    const invalid = /\b(NaN|Infinity)\b/.exec(text)?.[0];
    throw new LineamentError(
      `the line is not JSON${invalid === undefined ? '' : `: it holds ${invalid}, which is no number`}`,
      {
        file: place,
        hint: invalid === undefined ? 'correct or remove the line' : 'write null for a missing point',
        cause,
      },
    );
  }
  const result = lineSchema.safeParse(content, inOurWords);
  if (result.success) return result.data;
  throw new LineamentError(`${firstFault(result.error, 'the line')} is wanted`, {
    file: place,
    hint,
  });
}
