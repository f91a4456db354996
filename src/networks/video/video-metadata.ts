/**
 * What the file of a model of clips and sentences says about itself. One JSON text in the ONNX file's metadata, under a key of its own.
 * Safe in browsers.
 *
 * F frames of a clip, S side of a picture, C numbers of a frame, T words, D the embedding; K vectors of a clip and L of a sentence: one
 * each, but of kind `tokens`, where they are F and T. Three parts: `image` `[N, 3, S, S]`, any N, gives `frame` `[N, C]`; `frames`
 * `[1, F, C]` gives `clip` `[1, K, D]`; `words` `[1, T]` gives `sentence` `[1, L, D]`. Vectors are of length 1, or 0 where there is no word;
 * `video-embedder.ts` says what they are compared by.
 */
import { z } from 'zod';
import { choice, number, whole } from '../../core/settings/value-kinds.js';
import { type ClipArchitecture, clipArchitectureSchema } from '../clip/clip-metadata.js';
import { readModelEntry } from '../model-file/model-entries.js';
import { type ModelOrigin, modelOriginFields } from '../model-file/model-origin.js';

/** Raised whenever a reader of the last version would misread a file of this one. */
export const videoFormat = 1;

export const videoMetadataKey = 'lineament-clip-video';

/**
 * How frames become a clip. `middle`: one frame alone; `mean`: the mean over frames, whatever their order; `transformer`: frames know their
 * place and look at each other; `tokens`: the same, and words are compared with frames one by one.
 */
export const videoKinds = ['middle', 'mean', 'transformer', 'tokens'] as const;
export type VideoKind = (typeof videoKinds)[number];

export interface VideoArchitecture extends ClipArchitecture {
  kind: VideoKind;
  /** F. */
  frames: number;
  /** Of the transformer over the frames. */
  time: { blocks: number; heads: number };
}

export interface VideoMetadata extends ModelOrigin {
  format: typeof videoFormat;
  input: {
    /** For red, green, blue in 0–1. */
    mean: [number, number, number];
    deviation: [number, number, number];
    /** Side of the crop, which stands still in a clip, over the longer side of the face's box in the first frame. */
    enlarge: number;
    /** Seconds of a clip, from its first to its last frame. */
    seconds: number;
  };
  /** The words in the order of their numbers, after the special ones. */
  words: string[];
  architecture: VideoArchitecture;
}

export const videoArchitectureSchema: z.ZodType<VideoArchitecture, unknown> = z
  .looseObject({
    kind: choice(videoKinds).default('transformer'),
    frames: whole(2, 64).default(8),
    time: z.strictObject({ blocks: whole(1, 24).default(2), heads: whole(1, 32).default(4) }).prefault({}),
  })
  .transform(({ kind, frames, time, ...clip }, context): VideoArchitecture => {
    const parsed = clipArchitectureSchema.safeParse(clip);
    if (parsed.success) return { ...parsed.data, kind, frames, time };
    for (const issue of parsed.error.issues)
      context.addIssue({ code: 'custom', message: issue.message, path: [...issue.path] });
    return z.NEVER;
  })
  .refine(({ embedding, time }) => embedding % time.heads === 0, 'heads that divide the embedding');

const triple = z.tuple([number(-10, 10), number(-10, 10), number(-10, 10)]);

const videoMetadataSchema: z.ZodType<VideoMetadata, unknown> = z.object({
  format: z.literal(videoFormat),
  input: z.object({ mean: triple, deviation: triple, enlarge: number(0.5, 5), seconds: number(0.01, 1000) }),
  words: z.array(z.string()).min(1).max(10_000),
  architecture: videoArchitectureSchema,
  ...modelOriginFields,
});

/** As ONNX metadata. */
export function videoMetadataEntries(metadata: VideoMetadata): Record<string, string> {
  return { [videoMetadataKey]: JSON.stringify(videoMetadataSchema.parse(metadata)) };
}

/** What a file says about itself; refuses, by name, any other. @param file – named in errors. */
export function readVideoMetadata(bytes: Uint8Array, file: string): VideoMetadata {
  return readModelEntry(bytes, file, {
    key: videoMetadataKey,
    schema: videoMetadataSchema,
    whose: "the model's",
    missing:
      'an ONNX file, but none that knows clips and sentences: it has no "lineament-clip-video" metadata',
    hint: 'give a model of a recipe with task: clip-video',
  });
}
