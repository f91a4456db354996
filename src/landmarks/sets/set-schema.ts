/** Checks a landmark set that was read from a file: a user's own set inside a dataset's manifest. */
import { z } from 'zod';
import { type LandmarkSet, regions } from '../landmark-set.js';
import { curveNames } from '../surface.js';

const named = { name: z.string().min(1), region: z.enum(regions) };
const place = { curve: z.enum(curveNames), at: z.number().min(0).max(1) };
const weights = z.tuple([z.number(), z.number(), z.number()]);
const offset = z.tuple([z.number(), z.number(), z.number()]);

const pointSchema = z.union([
  z.strictObject({ ...named, ...place, offset: offset.exactOptional() }),
  z.strictObject({
    ...named,
    blend: z.array(z.strictObject({ ...place, weight: z.number() })).min(1),
    offset: offset.exactOptional(),
    exact: z.strictObject({ head: z.string(), triangle: z.int().min(0), weights }).exactOptional(),
  }),
]);

/** More than any face needs; bounds what a file can ask for. */
export const mostPoints = 10_000;

export const landmarkSetSchema: z.ZodType<LandmarkSet> = z
  .strictObject({
    name: z.string().min(1),
    points: z.array(pointSchema).min(1).max(mostPoints),
    mirror: z.array(z.int().min(0)).max(mostPoints),
  })
  .refine(
    ({ points, mirror }) =>
      mirror.length === points.length && mirror.every((other, i) => mirror[other] === i),
    'mirror must pair the points',
  );
