/** What may be said beside photographs that come in: which points, how often it looks, where the faces are. */
import { z } from 'zod';
import { choice } from '../../core/settings/value-kinds.js';
import { findingFields, type LookSettings, lookFields } from '../../detect/detection-settings.js';
import { defaultModel, type ShippedModelName, shippedModels } from '../../detect/shipped-models.js';
import { type Convention, conventions } from '../../landmarks/landmark-set.js';
import { landmarkSetNames } from '../../landmarks/sets/registry.js';

export interface DetectSettings extends LookSettings {
  model: ShippedModelName;
  /** Other points than the model's own. */
  landmarks: string | null;
  convention: Convention | null;
  threshold: number | null;
  mostFaces: number | null;
  /** Each picture is one face and nothing else. */
  whole: boolean;
}

export interface DescribeSettings extends Pick<LookSettings, 'mirror'> {
  model: ShippedModelName;
  /** Pixels. */
  focal: number | null;
}

const modelNames = Object.keys(shippedModels) as ShippedModelName[];

/** As the commands do without --no-mirror. */
const likeTheCommand = { mirror: z.boolean('true or false').default(true) };

/** Shipped models and sets alone: no file of the server can be named. */
export const detectFields: { [Key in keyof DetectSettings]: z.ZodType<DetectSettings[Key]> } = {
  model: choice(modelNames).default(defaultModel),
  landmarks: choice(landmarkSetNames).nullable().default(null),
  convention: choice(conventions).nullable().default(null),
  ...lookFields,
  ...likeTheCommand,
  ...findingFields,
  whole: z.boolean('true or false').default(false),
};
export const detectSchema: z.ZodType<DetectSettings> = z.strictObject(detectFields);

const focalRule = 'pixels, above 0';
export const describeFields: { [Key in keyof DescribeSettings]: z.ZodType<DescribeSettings[Key]> } = {
  model: choice(modelNames).default(defaultModel),
  ...likeTheCommand,
  focal: z.number(focalRule).gt(0, focalRule).max(1e6, focalRule).nullable().default(null),
};
export const describeSchema: z.ZodType<DescribeSettings> = z.strictObject(describeFields);

/** What a server takes in one request. */
export interface PictureLimits {
  pictures: number;
  /** Of all pictures of a request. */
  bytes: number;
  /** Of one picture, decoded. */
  pixels: number;
}

export const pictureLimits: PictureLimits = { pictures: 16, bytes: 32 * 1024 * 1024, pixels: 50_000_000 };
