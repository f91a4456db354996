/**
 * What a face finder's model file says about itself. Like a landmark model's it lies as one JSON text in the ONNX file's
 * metadata, under a key of its own: neither kind of file can be taken for the other. Safe in browsers.
 *
 * The network takes `image` `[1, 3, H, W]` – RGB in 0–1, then (value − mean) / deviation for each channel; H and W are any
 * multiples of the largest stride – and gives for each stride s a map `faces<s>` `[1, 7, H / s, W / s]`, see `finder-map.ts`.
 */
import { z } from 'zod';
import { LineamentError } from '../../core/errors.js';
import { readMetadata } from '../../nn/onnx/metadata.js';
import { parseModelEntry, readModelEntries } from '../model-file/model-entries.js';
import { metadataKey as landmarkMetadataKey } from '../model-file/model-metadata.js';
import { type ModelOrigin, modelOriginFields } from '../model-file/model-origin.js';

/** Raised whenever a reader of the last version would misread a file of this one. */
export const finderFormat = 1;

export const finderMetadataKey = 'lineament-finder';

export interface FinderMetadata extends ModelOrigin {
  format: typeof finderFormat;
  input: {
    /** For red, green, blue in 0–1. */
    mean: [number, number, number];
    deviation: [number, number, number];
    /** Long sides of the picture, pixels, at which it is looked at in turn, largest first; smaller pictures are not enlarged beyond twice. */
    sides: number[];
    /**
     * What the first look's scores lose where a smaller look follows, off their logits: one number for each stride, or none as in
     * older files. Large faces are seen better by the smaller looks, and of what the first takes for one most is a part of something larger.
     */
    doubts?: number[] | undefined;
  };
  /** Of the maps, rising. */
  strides: number[];
  /** Score from which on a face is reported. */
  threshold: number;
  /** Of two faces that overlap by more (intersection over union) only the surer is kept. */
  mostOverlap: number;
  /** Settings that the network was built with. */
  architecture: FinderArchitecture;
}

export interface FinderArchitecture {
  /** Channels at strides 2, 4, 8, 16 and 32. */
  channels: number[];
  /** Residual blocks at strides 8, 16 and 32. */
  blocks: number[];
}

const channels = z.tuple([z.number(), z.number(), z.number()]);

export const finderArchitectureSchema: z.ZodType<FinderArchitecture> = z.strictObject({
  channels: z.array(z.int().min(4).max(512)).length(5),
  blocks: z.array(z.int().min(0).max(8)).length(3),
});

/** Whether each is larger than the one before. */
const isRising = (values: readonly number[]): boolean =>
  values.every((value, i) => i === 0 || value > values[i - 1]!);

/** Whether sides are as a finder takes them: smaller pictures are made of the first. */
export const areSides = (sides: readonly number[]): boolean => isRising([...sides].reverse());
export const sidesAllowed = 'sides from the largest down';

/** @returns what is wrong with doubts at so many strides; undefined where nothing is. */
export function doubtsFault(doubts: readonly number[], strides: number): string | undefined {
  return doubts.length === 0 || doubts.length === strides
    ? undefined
    : `none, or ${strides} numbers, one for each stride; got ${doubts.length}`;
}

const finderMetadataSchema: z.ZodType<FinderMetadata> = z
  .object({
    format: z.literal(finderFormat),
    input: z.object({
      mean: channels,
      deviation: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]),
      sides: z.array(z.int().min(64).max(4096)).min(1).refine(areSides, sidesAllowed),
      doubts: z.array(z.number().min(0).max(10)).optional(),
    }),
    strides: z.array(z.int().min(1).max(256)).min(1).refine(isRising, 'strides from the smallest up'),
    threshold: z.number().min(0).max(1),
    mostOverlap: z.number().min(0).max(1),
    architecture: finderArchitectureSchema,
    ...modelOriginFields,
  })
  .superRefine(({ input: { doubts = [] }, strides }, { addIssue }) => {
    const message = doubtsFault(doubts, strides.length);
    if (message !== undefined) addIssue({ code: 'custom', path: ['input', 'doubts'], message });
  });

/** As ONNX metadata. */
export function finderMetadataEntries(metadata: FinderMetadata): Record<string, string> {
  return { [finderMetadataKey]: JSON.stringify(finderMetadataSchema.parse(metadata)) };
}

/**
 * What a finder's file says about itself. Refuses, by name, a file that is not ONNX, one that is damaged, and one that is no
 * face finder of ours. @param file – named in errors.
 */
export function readFinderMetadata(bytes: Uint8Array, file: string): FinderMetadata {
  const entries = readModelEntries(bytes, file);
  const text = entries[finderMetadataKey];
  if (text === undefined)
    throw new LineamentError(
      landmarkMetadataKey in entries
        ? 'a landmark model, where a face finder is needed'
        : 'an ONNX file, but no face finder of Lineament: it has no "lineament-finder" metadata',
      { file, hint: 'give models/face-finder.onnx, or a model of a recipe with task: face-finder' },
    );
  return parseModelEntry(text, finderMetadataSchema, "the face finder's", file);
}

/** Whether these are the bytes of a face finder of ours. */
export function isFinderFile(bytes: Uint8Array): boolean {
  try {
    return finderMetadataKey in readMetadata(bytes);
  } catch {
    return false;
  }
}
