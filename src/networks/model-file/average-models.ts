/**
 * The mean of the weights of models that began as one. Fine-tuned for one thing, a network loses a little of another, and the mean of
 * its weights and those before often keeps the most of either (Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022;
 * "Model soups", ICML 2022). Normalisations are folded into the weights of files, so it is the mean of the folded ones.
 */
import { LineamentError } from '../../core/errors.js';
import { lastPart } from '../../core/text/last-part.js';
import { withChecksum } from '../../nn/onnx/checksum.js';
import { decodeModel } from '../../nn/onnx/decode-model.js';
import { copiedFloats, initialiserOf } from '../../nn/onnx/initialiser-values.js';
import { encodeModel, type OnnxInitialiser } from '../../nn/onnx/model.js';
import { withoutFeatureDistance } from '../feature-distance.js';
import { type ModelMetadata, metadataEntries } from './model-metadata.js';
import { readModelMetadata } from './read-model-metadata.js';

/** What to do about models that have no mean. */
const relatives = 'average models of one recipe that began as one';

export interface AveragedModel {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Of the mean; all of them make 1. */
  readonly share: number;
}

/**
 * @param models – two or more; maps, licence and description are the first one's.
 * @returns the bytes of a model file without calibration: error bars and `wrong` are fitted anew (`calibrateReliability`).
 * @throws {LineamentError} where they are not of one architecture, or not float32.
 */
export function averageModels(models: readonly AveragedModel[]): Uint8Array {
  const [first, ...others] = models.map((model) => ({
    ...model,
    metadata: readModelMetadata(model.bytes, model.file),
    network: withoutFeatureDistance(decodeModel(model.bytes)),
  }));
  if (first === undefined || others.length === 0)
    throw new LineamentError('average: one model has no mean', { hint: 'give two or more' });
  for (const { file, metadata } of [first, ...others]) {
    if (metadata.precision !== undefined && metadata.precision !== 'float32')
      throw new LineamentError(`average: weights of ${metadata.precision}; a mean is taken of float32`, {
        file,
        hint: 'give the file it was exported from',
      });
    if (!isAlike(metadata, first.metadata))
      throw new LineamentError(
        `average: another network, or other points, than ${first.file}: ${wordsOf(metadata)}, where that has ${wordsOf(first.metadata)}`,
        { file, hint: relatives },
      );
  }
  const all = [first, ...others];
  const initialisers = first.network.initialisers.map((own) => {
    if (own.dtype !== 'float32') return own;
    const sum = new Float32Array(own.bytes.byteLength / 4);
    for (const { file, share, network } of all) {
      const values = copiedFloats(alike(own, network.initialisers, file));
      for (let i = 0; i < sum.length; i++) sum[i]! += share * values[i]!;
    }
    return initialiserOf(own.name, own.shape, 'float32', sum);
  });
  const { reliability: _, ...metadata } = first.metadata;
  const words = all.map(
    ({ file, share }) => `${Math.round(1000 * share) / 1000} of ${lastPart(file) ?? file}`,
  );
  const data = `${metadata.training.data} The mean of weights: ${words.join(', ')}.`;
  const entries = metadataEntries({ ...metadata, training: { ...metadata.training, data } });
  const network = { ...first.network, initialisers, metadata: { ...first.network.metadata, ...entries } };
  return withChecksum(encodeModel(network));
}

function isAlike(a: ModelMetadata, b: ModelMetadata): boolean {
  const what = ({ landmarks, transfer, input, decoding, architecture }: ModelMetadata): string =>
    JSON.stringify({ landmarks, transfer, input, decoding, architecture });
  return what(a) === what(b);
}

function wordsOf({ landmarks, architecture, transfer }: ModelMetadata): string {
  const second = transfer === undefined ? '' : ` and ${transfer.names.length} of ${transfer.set}`;
  return `${landmarks.names.length} points of ${landmarks.set}${second}, ${JSON.stringify(architecture)}`;
}

function alike(own: OnnxInitialiser, others: readonly OnnxInitialiser[], file: string): OnnxInitialiser {
  const other = others.find(({ name }) => name === own.name);
  if (other?.dtype === own.dtype && String(other.shape) === String(own.shape)) return other;
  throw new LineamentError(`average: no tensor ${own.name} as the first model has it`, {
    file,
    hint: relatives,
  });
}
