/**
 * What a person asks for with `POST /v1/datasets`: the settings of `generate` (the one schema of generation) without what
 * names a file of the server, and what belongs to an order: deliveries, a webhook, a title.
 */
import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { parseSettings } from '../../core/settings/parse-settings.js';
import { choice } from '../../core/settings/value-kinds.js';
import { type ExportFormat, exportFormats } from '../../dataset/export/export-dataset.js';
import {
  type GenerationSettings,
  generationFields,
  parseGeneration,
} from '../../dataset/generate/settings.js';
import { headNames } from '../../face/heads/registry.js';
import { defaultLandmarkSet, landmarkSetNames } from '../../landmarks/sets/registry.js';

/** What can be downloaded: the dataset as it is stored here, or an export; each becomes a zip, WebDataset tar files. */
export type Delivery = 'dataset' | ExportFormat;
export const deliveries: readonly Delivery[] = ['dataset', ...exportFormats];

export interface OrderExtras {
  /** Files to make when the faces are there; more can be asked for later. */
  deliver: Delivery[];
  /** Told of what becomes of the order. */
  webhook: string | null;
  /** For people. */
  title: string;
}

/** Everything an order may say beside its faces. */
export const extraFields: { [Key in keyof OrderExtras]: z.ZodType<OrderExtras[Key]> } = {
  deliver: z
    .array(choice(deliveries), `a list of ${deliveries.join(', ')}`)
    .max(deliveries.length)
    .transform((list) => [...new Set(list)])
    .default([]),
  webhook: z
    .url({ protocol: /^https?$/, error: 'an http or https address' })
    .max(2000)
    .nullable()
    .default(null),
  title: z.string().max(200).default(''),
};

const { backgrounds: _, ...fields } = generationFields;

/** Files of the server (backgrounds, landmark sets of one's own) cannot be named. */
export const faceFields: Omit<typeof generationFields, 'backgrounds'> = {
  ...fields,
  head: choice(headNames).default('cage'),
  landmarks: choice(landmarkSetNames).default(defaultLandmarkSet),
};

export const orderRequestSchema: z.ZodType<OrderRequest> = z.strictObject({
  ...faceFields,
  ...extraFields,
});

export type OrderRequest = Omit<GenerationSettings, 'backgrounds'> & OrderExtras;

/** @param content – parsed JSON, from outside. @throws UsageError with the field, what stands there and what is allowed. */
export function parseOrderRequest(content: unknown): { settings: GenerationSettings; extras: OrderExtras } {
  const { deliver, webhook, title, ...faces } = parseSettings('order', orderRequestSchema, content);
  return { settings: parseGeneration(faces), extras: { deliver, webhook, title } };
}

export interface OrderLimits {
  /** Samples of one order: faces times frames. */
  samples: number;
  /** Side of the pictures, pixels. */
  size: number;
  /** Parts of an order in the old service's form. */
  parts: number;
}

export const defaultLimits: OrderLimits = { samples: 10_000_000, size: 1024, parts: 1000 };

/** Refuses what this server does not take on. */
export function checkLimits(parts: readonly { settings: GenerationSettings }[], limits: OrderLimits): void {
  const samples = parts.reduce((sum, { settings }) => sum + settings.count * settings.frames, 0);
  const refuse = (field: string, value: number, most: number): void => {
    if (value > most)
      throw new UsageError(`order: ${field}: ${value}; allowed: at most ${most} on this server`, {
        hint: 'make it smaller, or divide the order',
      });
  };
  refuse('count × frames', samples, limits.samples);
  refuse('parts', parts.length, limits.parts);
  for (const { settings } of parts) refuse('size', settings.size, limits.size);
}
