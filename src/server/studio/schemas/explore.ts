/** What the explore page asks and what it is told; the server checks the first against these schemas. */
import { z } from 'zod';
import type {
  CompareAsked,
  ExportAsked,
  RowFilter,
  SavedView,
  SceneChanges,
} from '../../../studio/explore/asked.js';

export type * from '../../../studio/explore/asked.js';

/** Row numbers in one list. */
const mostListed = 200_000;
const row = z.int().min(0).max(1_000_000);
/** Of a column: that of a difference names two models. */
const name = z.string().max(500);
const words = z.string().max(200);

export const filterSchema: z.ZodType<RowFilter> = z.strictObject({
  where: z.string().max(20_000).optional(),
  words: z.string().max(500).optional(),
  ranges: z.record(name, z.tuple([z.number().nullable(), z.number().nullable()])).optional(),
  values: z.record(name, z.array(words).max(200)).optional(),
  rows: z.array(row).max(mostListed).optional(),
  like: z.strictObject({ row, most: z.int().min(1).max(5000) }).optional(),
  sort: z.strictObject({ by: name, descending: z.boolean().optional() }).optional(),
});

const angle = z.number().min(-90).max(90);

export const changesSchema: z.ZodType<SceneChanges> = z.strictObject({
  light: words.optional(),
  background: words.optional(),
  yaw: angle.optional(),
  pitch: angle.optional(),
  roll: angle.optional(),
  expression: words.optional(),
  intensity: z.number().min(0).max(1).optional(),
  hair: words.optional(),
  glasses: z.enum(['none', 'clear', 'dark']).optional(),
  distance: z.number().min(25).max(400).optional(),
  fill: z.number().min(0.1).max(1).optional(),
  landmarks: words.optional(),
  size: z.int().min(32).max(1024).optional(),
});

export const savedViewSchema: z.ZodType<SavedView> = z.strictObject({
  name: z.string().trim().min(1, 'a name of 1 to 60 characters').max(60, 'a name of 1 to 60 characters'),
  search: z.string().max(20_000),
});

export const exportSchema: z.ZodType<ExportAsked> = z.strictObject({
  format: words,
  name: z.string().max(100),
  filter: filterSchema,
});

export const compareSchema: z.ZodType<CompareAsked> = z.strictObject({
  models: z.array(words).min(1, 'a model at least').max(4, 'at most four models'),
  filter: filterSchema,
  normaliser: words,
  most: z.int().min(1).max(100_000),
});
