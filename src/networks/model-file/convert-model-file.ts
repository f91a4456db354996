/**
 * A model file at another precision: float16 weights (half the size), weights of 8 bits (a third) or all of it in 8-bit integers
 * (a third, and faster where the processor multiplies bytes). The result is a model file like any other; its metadata names its
 * precision. Node only.
 */
import { LineamentError } from '../../core/errors.js';
import { decodeModel } from '../../nn/onnx/decode-model.js';
import type { OnnxModel, OnnxNode } from '../../nn/onnx/model.js';
import { storeByteWeights } from '../../nn/precision/byte-weights.js';
import { createCalibrationSession } from '../../nn/precision/calibration-session.js';
import { storeHalfWeights, widenHalfWeights } from '../../nn/precision/float16-weights.js';
import { quantise } from '../../nn/precision/quantise.js';
import { quantisedPart } from '../../nn/precision/quantised-part.js';
import { onnxRuntimeNode } from '../../nn/runtime/onnxruntime-node.js';
import type { Session } from '../../nn/runtime/runtime.js';
import { movesNoPoint } from '../head.js';
import { headOf } from '../registry.js';
import { transferScope } from '../transfer/transfer-config.js';
import { encodeWithMetadata } from './encode-with-metadata.js';
import type { ModelMetadata, Precision } from './model-metadata.js';
import { readModelMetadata } from './read-model-metadata.js';

/** @param bytes – a float32 model file. @param file – named in errors. */
export function halfModelFile(bytes: Uint8Array, file: string): Uint8Array {
  const { model, metadata } = openFloat32(bytes, file);
  return encodeWithMetadata(storeHalfWeights(model), { ...metadata, precision: 'float16' });
}

/**
 * Weights of 8 bits, computed in float32. Those of the head stay float16, where a step moves a point; not those that move none.
 * @param bytes – a model file in float32, or one whose weights are float16. @param file – named in errors.
 */
export function byteModelFile(bytes: Uint8Array, file: string): Uint8Array {
  const metadata = metadataAt(['float32', 'float16'], bytes, file);
  const model = widenHalfWeights(decodeModel(bytes));
  const inHead = isHead(metadata);
  // Of matrix products elsewhere some read coordinates.
  const readsCoarse = ({ type, scope }: OnnxNode): boolean =>
    movesNoPoint(scope) ? type === 'Conv' || type === 'MatMul' : type === 'Conv' && !inHead(scope);
  return encodeWithMetadata(storeByteWeights(model, readsCoarse), { ...metadata, precision: 'int8-weights' });
}

export interface Calibration {
  /** Runs the model on examples through this session. The ranges of all runs together count. */
  run: (session: Session) => Promise<void>;
  /** What the examples are, in a sentence; kept in the file. */
  description: string;
}

/**
 * The convolutional part in 8-bit integers. The heads stay float32: they are 2 % of the work, and a step of an 8-bit
 * heatmap moves a point. So does label transfer, which reads heatmaps.
 * @param bytes – a float32 model file. @param file – named in errors.
 */
export async function integerModelFile(
  bytes: Uint8Array,
  file: string,
  calibration: Calibration,
): Promise<Uint8Array> {
  const { model, metadata } = openFloat32(bytes, file);
  const part = quantisedPart(model, isHead(metadata));
  if (part.nodes.size === 0)
    throw new LineamentError('int8: the model holds no convolution that could run on integers', {
      file,
      hint: 'keep it in float32',
    });
  const session = await createCalibrationSession(onnxRuntimeNode, model, part.rangeOf.values());
  try {
    await calibration.run(session);
    if (session.ranges.size === 0)
      throw new LineamentError('int8: calibration saw no face', {
        file,
        hint: 'give a dataset that holds some',
      });
    return encodeWithMetadata(quantise(model, part, session.ranges), {
      ...metadata,
      precision: 'int8',
      calibration: calibration.description,
    });
  } finally {
    await session.release();
  }
}

/** True for scopes of the head's weights, and of label transfer. */
function isHead({ architecture }: ModelMetadata): (scope: string) => boolean {
  const { scopes } = headOf(architecture);
  return (path) => path.split('.').some((scope) => scope === transferScope || scopes.includes(scope));
}

function openFloat32(bytes: Uint8Array, file: string): { model: OnnxModel; metadata: ModelMetadata } {
  return { metadata: float32Metadata(bytes, file), model: decodeModel(bytes) };
}

/** Throws at a model file that is of another precision already. */
export function float32Metadata(bytes: Uint8Array, file: string): ModelMetadata {
  return metadataAt(['float32'], bytes, file);
}

function metadataAt(allowed: readonly Precision[], bytes: Uint8Array, file: string): ModelMetadata {
  const metadata = readModelMetadata(bytes, file);
  const { precision = 'float32' } = metadata;
  if (!allowed.includes(precision))
    throw new LineamentError(`the model is ${precision} already`, {
      file,
      hint: `give the ${allowed.join(' or ')} file that it was made from`,
    });
  return metadata;
}
