/**
 * From the points of one set to those of another: each is the nearest point of the first set plus a weighted sum of the
 * distances from it to some others. Under a camera that is nearly affine a place of the face that is such a sum in space is
 * the same sum in the image, x and y alike, however the face lies; no frame, no mean face is needed. Plain numbers, a few
 * kilobytes of JSON. Fitted on shapes of a head model alone (`detect/point-maps/`). Safe in browsers. K points in, T out.
 */
import { z } from 'zod';
import { LineamentError } from '../core/errors.js';
import { parseJsonAs } from '../core/settings/parse-json-as.js';
import { counted } from '../core/text/counted.js';
import { type NamedSet, namedSetFields } from './sets/named-set.js';

export interface PointMap {
  from: NamedSet;
  to: NamedSet;
  /** `[T]`: the point that each begins with. */
  nearest: number[];
  /** `[T]` lists of points, and the weight of each: none for a point that the first set has itself. */
  sources: number[][];
  weights: number[][];
  /** `[T]` standard deviation of what the map misses along either axis, as a share of {@link pointsRadius}. */
  deviation: number[];
  /** Measured on shapes that the map was not fitted on. */
  error: MapError;
  /** Head model whose shapes it was fitted on. */
  head: string;
  /** Version of Lineament that fitted it. */
  lineament: string;
}

export interface MapError {
  /** Mean distance, per cent of that of the outer eye corners. */
  nme: number;
  /** `[T]` the same of each point. */
  points: number[];
  faces: number;
}

/** @param points – `[K, 2]` pixels. @returns `[T, 2]` pixels. */
export function mapPoints({ from, nearest, sources, weights }: PointMap, points: Float32Array): Float32Array {
  if (points.length !== 2 * from.names.length)
    throw new LineamentError(
      `landmarks: the map takes ${counted(from.names.length, 'point')}, got ${points.length / 2}`,
      {
        hint: 'use it with the model that it was fitted for',
      },
    );
  const mapped = new Float32Array(2 * nearest.length);
  for (let t = 0; t < nearest.length; t++)
    for (let axis = 0; axis < 2; axis++) {
      const start = points[2 * nearest[t]! + axis]!;
      let sum = start;
      for (const [i, source] of sources[t]!.entries())
        sum += weights[t]![i]! * (points[2 * source + axis]! - start);
      mapped[2 * t + axis] = sum;
    }
  return mapped;
}

/** Root mean square distance of points from their middle: the size of a face, whatever the set. @param points – `[K, 2]`. */
export function pointsRadius(points: ArrayLike<number>): number {
  const count = points.length / 2;
  const middle = [0, 0];
  for (let i = 0; i < points.length; i++) middle[i % 2]! += points[i]! / count;
  let sum = 0;
  for (let i = 0; i < points.length; i++) sum += (points[i]! - middle[i % 2]!) ** 2;
  return Math.sqrt(sum / count);
}

const setSchema = z.object(namedSetFields);

export const pointMapSchema: z.ZodType<PointMap> = z
  .object({
    from: setSchema,
    to: setSchema,
    nearest: z.array(z.int().min(0)),
    sources: z.array(z.array(z.int().min(0))),
    weights: z.array(z.array(z.number())),
    deviation: z.array(z.number().min(0)),
    error: z.object({ nme: z.number(), points: z.array(z.number()), faces: z.int() }),
    head: z.string(),
    lineament: z.string(),
  })
  .refine(isWhole, 'its sizes do not fit each other');

function isWhole({ from, to, nearest, sources, weights, deviation, error }: PointMap): boolean {
  const count = to.names.length;
  return (
    [nearest, sources, weights, deviation, error.points, to.mirror].every(({ length }) => length === count) &&
    from.mirror.length === from.names.length &&
    weights.every(({ length }, t) => length === sources[t]!.length) &&
    [nearest, ...sources].every((indices) => indices.every((index) => index < from.names.length))
  );
}

/** Stands at the beginning of each file. */
export const pointMapFormat = 'lineament-point-map';
/** Raised whenever a reader of the last version would misread a file of this one. */
const version = 1;

const fileSchema = z.object({
  format: z.literal(pointMapFormat),
  version: z.literal(version),
  map: pointMapSchema,
});

/** The map as the text of a JSON file. */
export function pointMapText(map: PointMap): string {
  return `${JSON.stringify({ format: pointMapFormat, version, map })}\n`;
}

/** @param file – named in errors. */
export function parsePointMap(text: string, file: string): PointMap {
  const damaged = (rule: string): LineamentError =>
    new LineamentError(`not a point map of this Lineament: ${rule}`, {
      file,
      hint: 'give a file that `lineament landmarks map` wrote, or make it again',
    });
  return parseJsonAs(fileSchema, text, damaged).map;
}
