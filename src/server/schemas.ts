/** What the server answers with, as the OpenAPI document shows it. */
import { z } from '@hono/zod-openapi';
import { type Delivery, deliveries } from '../orders/order/request.js';
import { type OrderState, orderStates } from '../orders/order/state.js';

export interface ProgressView {
  done: number;
  total: number;
  shardsDone: number;
  shards: number;
  rate: number | null;
  secondsLeft: number | null;
}

export interface TranslationView {
  honoured: number;
  mapped: { path: string; from: unknown; to: string; reason: string }[];
  refused: { path: string; reason: string; hint: string }[];
}

export interface ReproductionView {
  hash: string;
  version: string;
  parts: { name: string; settings: Record<string, unknown>; command: string | null }[];
}

export interface OrderBrief {
  id: string;
  title: string;
  state: OrderState;
  since: string;
  reason: string | null;
  created: string;
  hash: string;
  samples: number;
  progress: ProgressView;
}

export interface OrderView extends OrderBrief {
  worked: number;
  deliver: Delivery[];
  webhook: string | null;
  translation: TranslationView | null;
  reproduction: ReproductionView;
  links: Record<string, string>;
}

export interface PreviewView {
  hash: string;
  samples: number;
  shards: number;
  bytes: number;
  minutes: number;
  translation: TranslationView | null;
  faces: {
    id: string;
    caption: string | null;
    width: number;
    height: number;
    image: string;
    points: [number, number][];
  }[];
}

export interface SampleView {
  number: number;
  part: string;
  id: string;
  split: string;
  width: number;
  height: number;
  box: { x: number; y: number; width: number; height: number };
  caption: string | null;
  layers: string[];
  links: Record<string, string>;
}

export interface SampleLabels extends SampleView {
  landmarks: string;
  points: Record<string, [number, number][]>;
  visibility: number[] | null;
  pupils: number[] | null;
  attributes: Record<string, unknown>;
}

export interface FilesView {
  files: { delivery: Delivery; name: string; bytes: number; sha256: string; link: string }[];
  deliveries: {
    delivery: Delivery;
    state: 'ready' | 'making' | 'failed';
    reason: string | null;
    failures: number;
  }[];
}

const time = z.string().openapi({ format: 'date-time' });

const progressSchema = z
  .object({
    done: z.int().openapi({ description: 'samples made' }),
    total: z.int(),
    shardsDone: z.int(),
    shards: z.int(),
    rate: z.number().nullable().openapi({ description: 'samples a second over the last minute' }),
    secondsLeft: z.number().nullable(),
  })
  .openapi('Progress');

const fieldSchema = z.object({ path: z.string(), from: z.unknown(), to: z.string(), reason: z.string() });
const refusedSchema = z.object({ path: z.string(), reason: z.string(), hint: z.string() });

const translationSchema: z.ZodType<TranslationView> = z
  .object({ honoured: z.int(), mapped: z.array(fieldSchema), refused: z.array(refusedSchema) })
  .openapi('Translation', { description: "what became of the fields of an order in the Human API's form" });

/** `nullable()` of a named schema loses its null in the document. */
const translationOrNone = z.union([translationSchema, z.null()]);

const reproductionSchema: z.ZodType<ReproductionView> = z
  .object({
    hash: z
      .string()
      .openapi({ description: 'SHA-256 of what decides the bits; the same on every server of this version' }),
    version: z.string().openapi({ description: 'of Lineament: the same bits come from the same version' }),
    parts: z.array(
      z.object({
        name: z.string(),
        settings: z
          .record(z.string(), z.unknown())
          .openapi({ description: 'POST these again, defaults included' }),
        command: z.string().nullable().openapi({ description: 'the same without a server' }),
      }),
    ),
  })
  .openapi('Reproduction');

const briefObject = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(orderStates),
  since: time,
  reason: z.string().nullable().openapi({ description: 'why it failed' }),
  created: time,
  hash: z.string(),
  samples: z.int(),
  progress: progressSchema,
});
export const briefSchema: z.ZodType<OrderBrief> = briefObject.openapi('OrderBrief');

export const orderSchema: z.ZodType<OrderView> = briefObject
  .extend({
    worked: z.number().openapi({ description: 'seconds at work until `since`' }),
    deliver: z.array(z.enum(deliveries)),
    webhook: z.string().nullable(),
    translation: translationOrNone,
    reproduction: reproductionSchema,
    links: z.record(z.string(), z.string()),
  })
  .openapi('Order');

export const previewSchema: z.ZodType<PreviewView> = z
  .object({
    hash: z.string(),
    samples: z.int(),
    shards: z.int(),
    bytes: z.int().openapi({ description: 'estimate of what is stored' }),
    minutes: z.number().openapi({ description: 'estimate, with all threads of this server' }),
    translation: translationOrNone,
    faces: z.array(
      z.object({
        id: z.string(),
        caption: z.string().nullable(),
        width: z.int(),
        height: z.int(),
        image: z.string().openapi({ description: 'data:image/jpeg;base64,…' }),
        points: z.array(z.tuple([z.number(), z.number()])),
      }),
    ),
  })
  .openapi('Preview');

const sampleObject = z.object({
  number: z.int(),
  part: z.string(),
  id: z.string(),
  split: z.string(),
  width: z.int(),
  height: z.int(),
  box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  caption: z.string().nullable(),
  layers: z.array(z.string()),
  links: z.record(z.string(), z.string()),
});
export const sampleSchema: z.ZodType<SampleView> = sampleObject.openapi('Sample');

export const labelsSchema: z.ZodType<SampleLabels> = sampleObject
  .extend({
    landmarks: z.string(),
    points: z.record(z.string(), z.array(z.tuple([z.number(), z.number()]))),
    visibility: z.array(z.int()).nullable(),
    pupils: z.array(z.number()).nullable(),
    attributes: z.record(z.string(), z.unknown()),
  })
  .openapi('SampleLabels');

export const filesSchema: z.ZodType<FilesView> = z
  .object({
    files: z.array(
      z.object({
        delivery: z.enum(deliveries),
        name: z.string(),
        bytes: z.int(),
        sha256: z.string(),
        link: z.string(),
      }),
    ),
    deliveries: z.array(
      z.object({
        delivery: z.enum(deliveries),
        state: z.enum(['ready', 'making', 'failed']),
        reason: z.string().nullable(),
        failures: z.int().openapi({ description: 'samples that the format cannot hold' }),
      }),
    ),
  })
  .openapi('Files');
