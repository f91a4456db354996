/**
 * A trained DALL·E as one ONNX file: a step from one token to the next. Inputs `token` `[B]`, `place` `[1]`, and for each block i
 * `keys<i>` `[B, N, D, P]` and `values<i>` `[B, N, P, D]`, of which the first `place` are known; outputs `codes` `[B, K]` and the token's own
 * `key<i>` and `value<i>` `[B, N, 1, D]`. B is any number. Pictures of its tokens are made by the autoencoder that the metadata names.
 */
import { z } from 'zod';
import { LineamentError } from '../../../core/errors.js';
import { readModelEntry } from '../../../networks/model-file/model-entries.js';
import { type ModelOrigin, modelOriginFields } from '../../../networks/model-file/model-origin.js';
import { Graph } from '../../../nn/graph/graph.js';
import { withChecksum } from '../../../nn/onnx/checksum.js';
import { decodeModel } from '../../../nn/onnx/decode-model.js';
import { encodeModel } from '../../../nn/onnx/model.js';
import { storeHalfWeights } from '../../../nn/precision/float16-weights.js';
import { exportInference, type TrainedValues } from '../../../nn/program/export-inference.js';
import type { AutoencoderMetadata } from '../autoencoders/autoencoder-file.js';
import { type DalleArchitecture, dalleArchitectureSchema, type TokenSpace } from './architecture.js';
import { memoryLength, oneStep } from './transformer.js';

/** Raised whenever a reader of the last version would misread a file of this one. */
const dalleFormat = 2;
export const dalleKey = 'lineament-dalle';

export interface DalleMetadata extends ModelOrigin {
  format: typeof dalleFormat;
  architecture: DalleArchitecture;
  space: TokenSpace;
  /** The words in the order of their numbers, after the special ones. */
  words: string[];
  /** Name of the recipe of the autoencoder whose tokens these are, and its steps. */
  tokenizer: { recipe: string; steps: number };
}

const schema: z.ZodType<DalleMetadata> = z.object({
  format: z.literal(dalleFormat),
  architecture: dalleArchitectureSchema,
  space: z.object({ words: z.int().min(1), codes: z.int().min(2), tokens: z.int().min(1) }),
  words: z.array(z.string()).min(1).max(10_000),
  tokenizer: z.object({ recipe: z.string(), steps: z.int().min(0) }),
  ...modelOriginFields,
});

export function encodeDalleFile(metadata: Omit<DalleMetadata, 'format'>, state: TrainedValues): Uint8Array {
  const { architecture, space, precision } = metadata;
  const { width, heads, blocks } = architecture;
  const graph = new Graph('inference');
  const token = graph.input('token', [1]);
  const place = graph.input('place', [1]);
  const [depth, room] = [width / heads, memoryLength(architecture, space)];
  const each = <Value>(make: (block: number) => Value): Value[] =>
    Array.from({ length: blocks }, (_, i) => make(i));
  const before = {
    keys: each((i) => graph.input(`keys${i}`, [1, heads, depth, room])),
    values: each((i) => graph.input(`values${i}`, [1, heads, room, depth])),
  };
  const { codes, keys, values } = oneStep(token, place, before, architecture, space);
  const outputs = Object.fromEntries([
    ['codes', codes] as const,
    ...keys.map((key, i) => [`key${i}`, key] as const),
    ...values.map((value, i) => [`value${i}`, value] as const),
  ]);
  const plain = decodeModel(exportInference(graph, outputs, state, {}));
  const model = precision === 'float16' ? storeHalfWeights(plain) : plain;
  const full: DalleMetadata = { format: dalleFormat, ...metadata };
  return withChecksum(
    encodeModel({
      ...model,
      inputs: model.inputs.map((value) =>
        value.name === 'place' ? value : { ...value, free: { 0: 'batch' } },
      ),
      outputs: model.outputs.map((value) => ({ ...value, free: { 0: 'batch' } })),
      metadata: { [dalleKey]: JSON.stringify(schema.parse(full)) },
    }),
  );
}

/** @param file – named in errors. */
export function readDalleMetadata(bytes: Uint8Array, file: string): DalleMetadata {
  return readModelEntry(bytes, file, {
    key: dalleKey,
    schema: schema,
    whose: "the DALL·E's",
    missing: 'an ONNX file, but no DALL·E of Lineament',
    hint: 'give a model of a recipe with task: dalle',
  });
}

/** Refuses an autoencoder whose tokens the model has not learnt. @param files – named in errors. */
export function checkTokens(
  { tokenizer: { recipe, steps } }: Pick<DalleMetadata, 'tokenizer'>,
  { training }: Pick<AutoencoderMetadata, 'training'>,
  { dalle, tokens }: { dalle: string; tokens: string },
): void {
  if (training.recipe === recipe && training.steps === steps) return;
  throw new LineamentError(
    `the tokens are those of ${training.recipe} after ${training.steps} steps; ${dalle} has learnt those of ${recipe} after ${steps}`,
    { file: tokens, hint: 'give the autoencoder that it was trained on' },
  );
}
