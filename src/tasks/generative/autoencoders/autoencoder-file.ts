/**
 * A trained autoencoder as one ONNX file that encodes and decodes: inputs `image` `[B, 3, S, S]` (−1 to 1) and `code`, outputs
 * `encoded`, `decoded` and, of a variational one, `log_variance`. A code is `[B, Z]`, or tokens `[B, h·w]` (whole numbers from 0
 * to K − 1, as float32). A learnt prior (`prior/`) lies beside them. `modelPart` cuts the part that is needed.
 */
import { z } from 'zod';
import { readModelEntry } from '../../../networks/model-file/model-entries.js';
import { type ModelOrigin, modelOriginFields } from '../../../networks/model-file/model-origin.js';
import { Graph } from '../../../nn/graph/graph.js';
import { withChecksum } from '../../../nn/onnx/checksum.js';
import { decodeModel } from '../../../nn/onnx/decode-model.js';
import { joinModels } from '../../../nn/onnx/join-models.js';
import { encodeModel, type OnnxModel } from '../../../nn/onnx/model.js';
import { clip } from '../../../nn/operators/comparisons/clip.js';
import { storeHalfWeights } from '../../../nn/precision/float16-weights.js';
import { exportInference, type TrainedValues } from '../../../nn/program/export-inference.js';
import { entryValues } from '../../../nn/program/parameter-layout.js';
import { modelPart } from '../../../nn/program/prune.js';
import type { FileNetwork } from '../start-from.js';
import { type AutoencoderModel, autoencoderModelSchema, gridSide } from './architecture.js';
import { bottleneckOf } from './bottlenecks/registry.js';
import { decoder, encoder } from './networks.js';
import { logDeviationName } from './objective.js';
import type { CodeScale } from './prior/draw-codes.js';

/** Raised whenever a reader of the last version would misread a file of this one. */
const autoencoderFormat = 1;
export const autoencoderKey = 'lineament-autoencoder';

export interface AutoencoderMetadata extends ModelOrigin {
  format: typeof autoencoderFormat;
  /** Side of the pictures, pixels. */
  size: number;
  model: AutoencoderModel;
  /** Learnt deviation of pixels from −1 to 1; of a variational one. */
  deviation?: number | undefined;
  /** Where a prior was learnt for a variational one; without it codes are drawn from the standard normal distribution. */
  prior?: LearntPrior | undefined;
}

export interface LearntPrior extends CodeScale {
  training: ModelOrigin['training'];
}

const schema: z.ZodType<AutoencoderMetadata> = z
  .object({
    format: z.literal(autoencoderFormat),
    size: z.int().min(8).max(512),
    model: autoencoderModelSchema,
    deviation: z.number().positive().optional(),
    prior: z
      .object({
        mean: z.array(z.number()),
        deviation: z.array(z.number().positive()),
        training: modelOriginFields.training,
      })
      .optional(),
    ...modelOriginFields,
  })
  .refine(
    ({ model, prior }) => prior === undefined || fits(model, prior),
    'a prior of codes of another length',
  );

function fits(model: AutoencoderModel, { mean, deviation }: LearntPrior): boolean {
  return model.kind === 'vae' && [mean, deviation].every(({ length }) => length === model.latent);
}

/** @param batch – B of the file. */
export function encodeAutoencoderFile(
  metadata: Omit<AutoencoderMetadata, 'format' | 'deviation' | 'prior'>,
  state: TrainedValues,
  batch = 1,
): Uint8Array {
  const { model, size, precision } = metadata;
  const side = gridSide(model, size);
  const graph = new Graph('inference');
  const bottleneck = bottleneckOf(model);
  const seen = encoder(graph.input('image', [batch, 3, size, size]), model);
  const length = model.kind === 'vae' ? model.latent : side * side;
  const code = graph.input('code', [batch, length]);
  const { known, shown } = graph.scope('bottleneck', () => ({
    known: bottleneck.code(seen),
    shown: bottleneck.shown(code, [side, side]),
  }));
  const outputs = {
    encoded: known.code,
    decoded: clip(decoder(shown, model), -1, 1),
    ...(known.logVariance !== undefined && { log_variance: known.logVariance }),
  };
  const plain = decodeModel(exportInference(graph, outputs, state, {}));
  const whole = precision === 'float16' ? storeHalfWeights(plain) : plain;
  const full: AutoencoderMetadata = { format: autoencoderFormat, ...metadata, ...deviationOf(model, state) };
  return withChecksum(
    encodeModel({ ...whole, metadata: { [autoencoderKey]: JSON.stringify(schema.parse(full)) } }),
  );
}

/** @param bytes – a variational autoencoder, @param file – named in errors. @param model – of `prior/prior-model.ts`. @returns the same with this prior, in the place of one that it has. */
export function withPrior(bytes: Uint8Array, file: string, prior: LearntPrior, model: OnnxModel): Uint8Array {
  const { prior: _, ...metadata } = readAutoencoderMetadata(bytes, file);
  const own = decodeModel(modelPart(bytes, [...encoderOutputs(metadata.model), 'decoded']));
  const whole = joinModels(own, metadata.precision === 'float16' ? storeHalfWeights(model) : model, 'prior/');
  const full: AutoencoderMetadata = { ...metadata, prior };
  return withChecksum(
    encodeModel({ ...whole, metadata: { [autoencoderKey]: JSON.stringify(schema.parse(full)) } }),
  );
}

/** Names of what is said of a picture. */
export function encoderOutputs({ kind }: AutoencoderModel): string[] {
  return kind === 'vae' ? ['encoded', 'log_variance'] : ['encoded'];
}

/** What a file holds as one network, pictures to codes and back, for a training that begins with its weights. */
export function autoencoderNetwork(bytes: Uint8Array, file: string, batch: number): FileNetwork {
  const { model, size } = readAutoencoderMetadata(bytes, file);
  const graph = new Graph('inference');
  const side = gridSide(model, size);
  const image = [batch, 3, size, size];
  const bottleneck = bottleneckOf(model);
  const seen = encoder(graph.input('image', image), model);
  const { known, shown } = graph.scope('bottleneck', () => {
    const code = bottleneck.code(seen);
    return { known: code, shown: bottleneck.shown(code.code, [side, side]) };
  });
  const outputs = [decoder(shown, model), ...(known.logVariance === undefined ? [] : [known.logVariance])];
  return { graph, outputs, inputs: { image } };
}

function deviationOf({ kind }: AutoencoderModel, state: TrainedValues): { deviation?: number } {
  const entry = state.parameterLayout.find(({ name }) => name === logDeviationName);
  if (kind !== 'vae' || entry === undefined) return {};
  return { deviation: Math.exp(entryValues(state.parameters, entry)[0]!) };
}

/** @param file – named in errors. */
export function readAutoencoderMetadata(bytes: Uint8Array, file: string): AutoencoderMetadata {
  return readModelEntry(bytes, file, {
    key: autoencoderKey,
    schema: schema,
    whose: "the autoencoder's",
    missing: 'an ONNX file, but no autoencoder of Lineament',
    hint: 'give a model of a recipe with task: autoencoder',
  });
}
