/**
 * A trained DALL·E as one ONNX file: a step from one token to the next. Inputs `token` `[B]`, `place` `[1]`, and for each block i
 * `keys<i>` and `values<i>` `[B, N, P, D]`; outputs `codes` `[B, K]` and `nextKeys<i>`, `nextValues<i>` `[B, N, P + 1, D]`. B and P are
 * any numbers. Pictures of its tokens are made by the autoencoder that the metadata names.
 */
import { z } from 'zod';
import { readModelEntry } from '../../../networks/model-file/model-entries.js';
import { type ModelOrigin, modelOriginFields } from '../../../networks/model-file/model-origin.js';
import { Graph } from '../../../nn/graph/graph.js';
import type { Tensor } from '../../../nn/graph/tensor.js';
import { withChecksum } from '../../../nn/onnx/checksum.js';
import { decodeModel } from '../../../nn/onnx/decode-model.js';
import { encodeModel } from '../../../nn/onnx/model.js';
import { storeHalfWeights } from '../../../nn/precision/float16-weights.js';
import { exportInference, type TrainedValues } from '../../../nn/program/export-inference.js';
import { type DalleArchitecture, dalleArchitectureSchema, type TokenSpace } from './architecture.js';
import { oneStep } from './transformer.js';

/** Raised whenever a reader of the last version would misread a file of this one. */
const dalleFormat = 1;
const dalleKey = 'lineament-dalle';

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
  const past = (name: string): Tensor[] =>
    Array.from({ length: blocks }, (_, i) => graph.input(`${name}${i}`, [1, heads, 1, width / heads]));
  const before = { keys: past('keys'), values: past('values') };
  const { codes, memory } = oneStep(token, place, before, architecture, space);
  const named = (name: string, tensors: readonly Tensor[]): (readonly [string, Tensor])[] =>
    tensors.map((tensor, i) => [`${name}${i}`, tensor] as const);
  const outputs = Object.fromEntries([
    ['codes', codes] as const,
    ...named('nextKeys', memory.keys),
    ...named('nextValues', memory.values),
  ]);
  const plain = decodeModel(exportInference(graph, outputs, state, {}));
  const model = precision === 'float16' ? storeHalfWeights(plain) : plain;
  const full: DalleMetadata = { format: dalleFormat, ...metadata };
  const isMemory = (name: string): boolean => /keys|values/i.test(name);
  return withChecksum(
    encodeModel({
      ...model,
      inputs: model.inputs.map((value) =>
        value.name === 'place'
          ? value
          : { ...value, free: { 0: 'batch', ...(isMemory(value.name) && { 2: 'before' }) } },
      ),
      outputs: model.outputs.map((value) => ({
        ...value,
        free: { 0: 'batch', ...(isMemory(value.name) && { 2: `${value.name}_length` }) },
      })),
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
