/**
 * What the file of a CLIP says about itself: an image encoder and a text encoder whose embeddings lie in one space (Radford et
 * al., "Learning Transferable Visual Models From Natural Language Supervision", ICML 2021). One JSON text in the ONNX file's
 * metadata, under a key of its own. Safe in browsers.
 *
 * The network takes `image` `[N, 3, S, S]`, any N – RGB in 0–1, then (value − mean) / deviation for each channel – and `words`
 * `[1, T]`, numbers of one sentence's words, see `captions/tokenizer.ts`. It gives `imageEmbedding` `[N, D]` and `textEmbedding`
 * `[1, D]`, each of length 1: their product says how well the sentence fits the picture.
 */
import { z } from 'zod';
import { number, whole } from '../../core/settings/value-kinds.js';
import { readModelEntry } from '../model-file/model-entries.js';
import { type ModelOrigin, modelOriginFields } from '../model-file/model-origin.js';

/** Raised whenever a reader of the last version would misread a file of this one. */
export const clipFormat = 1;

export const clipMetadataKey = 'lineament-clip';

export interface ClipArchitecture {
  /** S, side of a picture, pixels. */
  size: number;
  /** T, words of a sentence. */
  length: number;
  /** D. */
  embedding: number;
  image: {
    /** Channels at strides 2, 4, 8, …; the last level is drawn together into the embedding. */
    channels: number[];
    /** Residual blocks of each level. */
    blocks: number[];
  };
  text: {
    /** Numbers for a word. */
    width: number;
    blocks: number;
    heads: number;
  };
}

export interface ClipMetadata extends ModelOrigin {
  format: typeof clipFormat;
  input: {
    /** For red, green, blue in 0–1. */
    mean: [number, number, number];
    deviation: [number, number, number];
    /** Side of the crop over the longer side of the face's box. */
    enlarge: number;
  };
  /** The words in the order of their numbers, after the special ones. */
  words: string[];
  architecture: ClipArchitecture;
}

export const clipArchitectureSchema: z.ZodType<ClipArchitecture, unknown> = z
  .strictObject({
    size: whole(16, 256).default(64),
    length: whole(4, 128).default(32),
    embedding: whole(4, 1024).default(128),
    image: z.strictObject({
      channels: z.array(whole(4, 1024)).min(2).max(6),
      blocks: z.array(whole(0, 16)).min(2).max(6),
    }),
    text: z.strictObject({ width: whole(8, 1024), blocks: whole(1, 24), heads: whole(1, 32) }),
  })
  .refine(({ image }) => image.blocks.length === image.channels.length, 'as many blocks as channels')
  .refine(({ size, image }) => size % 2 ** image.channels.length === 0, 'a size that halves at each level')
  .refine(({ text }) => text.width % text.heads === 0, 'heads that divide the width');

const triple = z.tuple([number(-10, 10), number(-10, 10), number(-10, 10)]);

const clipMetadataSchema: z.ZodType<ClipMetadata> = z.object({
  format: z.literal(clipFormat),
  input: z.object({ mean: triple, deviation: triple, enlarge: number(0.5, 5) }),
  words: z.array(z.string()).min(1).max(10_000),
  architecture: clipArchitectureSchema,
  ...modelOriginFields,
});

/** As ONNX metadata. */
export function clipMetadataEntries(metadata: ClipMetadata): Record<string, string> {
  return { [clipMetadataKey]: JSON.stringify(clipMetadataSchema.parse(metadata)) };
}

/** What a file says about itself; refuses, by name, any other. @param file – named in errors. */
export function readClipMetadata(bytes: Uint8Array, file: string): ClipMetadata {
  return readModelEntry(bytes, file, {
    key: clipMetadataKey,
    schema: clipMetadataSchema,
    whose: "the model's",
    missing: 'an ONNX file, but none that knows pictures and sentences: it has no "lineament-clip" metadata',
    hint: 'give models/clip.onnx, or a model of a recipe with task: clip',
  });
}
