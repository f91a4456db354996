/** What the server answers with, as the OpenAPI document shows it. */
import { z } from '@hono/zod-openapi';
import { deliveries } from '../orders/order/request.js';
import { orderStates } from '../orders/order/state.js';

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

export const translationSchema = z
  .object({ honoured: z.int(), mapped: z.array(fieldSchema), refused: z.array(refusedSchema) })
  .openapi('Translation', { description: "what became of the fields of an order in the Human API's form" });

export const reproductionSchema = z
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

export const briefSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    state: z.enum(orderStates),
    since: time,
    reason: z.string().nullable().openapi({ description: 'why it failed' }),
    created: time,
    hash: z.string(),
    samples: z.int(),
    progress: progressSchema,
  })
  .openapi('OrderBrief');

export const orderSchema = briefSchema
  .extend({
    worked: z.number().openapi({ description: 'seconds at work until `since`' }),
    deliver: z.array(z.enum(deliveries)),
    webhook: z.string().nullable(),
    translation: translationSchema.nullable(),
    reproduction: reproductionSchema,
    links: z.record(z.string(), z.string()),
  })
  .openapi('Order');

export const previewSchema = z
  .object({
    hash: z.string(),
    samples: z.int(),
    shards: z.int(),
    bytes: z.int().openapi({ description: 'estimate of what is stored' }),
    minutes: z.number().openapi({ description: 'estimate, with all threads of this server' }),
    translation: translationSchema.nullable(),
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

export const sampleSchema = z
  .object({
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
  })
  .openapi('Sample');

export const labelsSchema = sampleSchema
  .extend({
    landmarks: z.string(),
    points: z.record(z.string(), z.array(z.tuple([z.number(), z.number()]))),
    visibility: z.array(z.int()).nullable(),
    pupils: z.array(z.number()).nullable(),
    attributes: z.record(z.string(), z.unknown()),
  })
  .openapi('SampleLabels');

export const filesSchema = z
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
