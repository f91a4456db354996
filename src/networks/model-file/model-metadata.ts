/**
 * What a model file says about itself: all that detection needs, and where the model comes from. It lies as one JSON
 * text in the ONNX file's metadata under {@link metadataKey}. Safe in browsers.
 *
 * K landmarks. The network takes `image` `[1, 3, S, S]` – RGB in 0–1, then (value − mean) / deviation for each
 * channel – and gives `points` `[1, K, 2]` and `sigma` `[1, K]`, both in pixels of the crop, and `visibility` `[1, K, 4]`,
 * shares that sum to 1, where `architecture.visibility` says so. A model with label transfer gives the points of a second set too, `transferred` `[1, M, 2]` and `transferredSigma` `[1, M]`.
 */
import { z } from 'zod';
import { LineamentError } from '../../core/errors.js';
import { firstFault, inOurWords } from '../../core/settings/schema-words.js';
import { type PointMap, pointMapSchema } from '../../landmarks/point-map.js';
import { type NamedSet, namedSetFields } from '../../landmarks/sets/named-set.js';
import { type NetworkSettings, networkSchema } from '../registry.js';
import { type Reliability, reliabilitySchema } from '../reliability.js';
import { type TransferNetworkName, transferNetworks } from '../transfer/transfer-config.js';
import { upgradeMetadata } from './upgrade-metadata.js';

/** Raised whenever a reader of the last version would misread a file of this one. */
export const modelFormat = 3;

export const metadataKey = 'lineament';

/** What a file computes with, or, for float16 and int8-weights, what its weights are stored in. */
export const precisions = ['float32', 'float16', 'int8-weights', 'int8'] as const;
export type Precision = (typeof precisions)[number];

/** A second set, whose M points the model makes out of its K. */
export interface TransferredLandmarks extends NamedSet {
  network: TransferNetworkName;
  /** `[M]`: for each point the index of the nearest of the K, with which the transfer began. */
  nearest: number[];
}

export interface ModelMetadata {
  format: typeof modelFormat;
  landmarks: NamedSet;
  /** Where the model was trained with label transfer. */
  transfer?: TransferredLandmarks | undefined;
  /** Maps to other sets that the file carries, so that nothing need be fitted where it is opened. */
  maps?: PointMap[] | undefined;
  input: {
    /** Side of the square crop, pixels. */
    size: number;
    /** For red, green, blue in 0–1. */
    mean: [number, number, number];
    deviation: [number, number, number];
    /** The crop's side as a multiple of the longer side of the face box that it is centred on. */
    enlarge: number;
  };
  /** How the outputs came from heatmaps: the expected position under a spatial softmax. */
  decoding: 'integral';
  architecture: NetworkSettings;
  training: {
    recipe: string;
    seed: number;
    steps: number;
    /** Head model of the training faces, where all had the same one. */
    head?: string | undefined;
    /** What it was trained on, in a sentence. */
    data: string;
  };
  /** What its doubts are worth, where that was fitted: `distance` `[1]` is then an output too, unless it counts for nothing. */
  reliability?: Reliability | undefined;
  /** float32 where the file does not say. */
  precision?: Precision | undefined;
  /** What the ranges of 8-bit activations were measured on, in a sentence. */
  calibration?: string | undefined;
  /** Version of Lineament that wrote the file. */
  lineament: string;
  /** Terms of the weights and of the data behind them. */
  licence: string;
}

/** What a crop may cost, whatever a file says: side in pixels, and its multiple of the face box. */
const mostSize = 2048;
const mostEnlarge = 10;

const channels = z.tuple([z.number(), z.number(), z.number()]);

export const modelMetadataSchema: z.ZodType<ModelMetadata> = z
  .object({
    format: z.literal(modelFormat),
    landmarks: z.object(namedSetFields),
    transfer: z
      .object({
        ...namedSetFields,
        network: z.enum(transferNetworks),
        nearest: z.array(z.int().min(0)),
      })
      .optional(),
    maps: z.array(pointMapSchema).optional(),
    input: z.object({
      size: z.int().positive().max(mostSize),
      mean: channels,
      deviation: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]),
      enlarge: z.number().min(0.1).max(mostEnlarge),
    }),
    decoding: z.literal('integral'),
    architecture: networkSchema,
    training: z.object({
      recipe: z.string(),
      seed: z.number(),
      steps: z.int().min(0),
      head: z.string().optional(),
      data: z.string(),
    }),
    reliability: reliabilitySchema.optional(),
    precision: z.enum(precisions).optional(),
    calibration: z.string().optional(),
    lineament: z.string(),
    licence: z.string(),
  })
  .refine(
    ({ input, architecture }) => input.size === architecture.inputSize,
    'input.size must be the inputSize of the architecture',
  )
  .refine(
    ({ landmarks }) => isMirror(landmarks),
    'landmarks.mirror must pair each of the K points with another or itself',
  )
  .refine(
    ({ landmarks, reliability }) =>
      reliability === undefined ||
      [reliability.uncertainty.scale, reliability.uncertainty.floor].every(
        ({ length }) => length === landmarks.names.length,
      ),
    'reliability.uncertainty must have a number for each of the K points',
  )
  .refine(
    ({ transfer }) => transfer === undefined || isMirror(transfer),
    'transfer.mirror must pair each of the M points with another or itself',
  )
  .refine(
    ({ landmarks, transfer }) =>
      transfer === undefined ||
      (transfer.nearest.length === transfer.names.length &&
        transfer.nearest.every((index) => index < landmarks.names.length)),
    'transfer.nearest must name one of the K points for each of the M',
  );

function isMirror({ names, mirror }: { names: string[]; mirror: number[] }): boolean {
  return mirror.length === names.length && mirror.every((other, point) => mirror[other] === point);
}

/** As ONNX metadata. */
export function metadataEntries(metadata: ModelMetadata): Record<string, string> {
  return { [metadataKey]: JSON.stringify(modelMetadataSchema.parse(metadata)) };
}

/** From ONNX metadata. @param file – named in errors. */
export function parseMetadata(entries: Readonly<Record<string, string>>, file: string): ModelMetadata {
  const text = entries[metadataKey];
  if (text === undefined) {
    throw new LineamentError('an ONNX file, but not a Lineament model: it has no "lineament" metadata', {
      file,
      hint: 'give a model.onnx that `lineament train` wrote',
    });
  }
  const content = upgradeMetadata(parseJson(text, file));
  const format = versionOf(content);
  if (format !== modelFormat) {
    throw new LineamentError(
      `a model file of another version: format ${String(format)}; this Lineament reads format ${modelFormat}`,
      { file, hint: 'use the Lineament that wrote it, or train the model again' },
    );
  }
  const parsed = modelMetadataSchema.safeParse(content, inOurWords);
  if (parsed.success) return parsed.data;
  throw new LineamentError(`the model's metadata is damaged at ${firstFault(parsed.error, 'its root')}`, {
    file,
    hint: 'get the file again',
  });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LineamentError("the model's metadata is not JSON", { file, hint: 'get the file again', cause });
  }
}

function versionOf(content: unknown): unknown {
  return typeof content === 'object' && content !== null && 'format' in content ? content.format : undefined;
}
