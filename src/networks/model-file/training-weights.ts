/**
 * The weights of a model file as a training can begin with them. Exported files have their normalisation folded away:
 * `unfold-batch-norm.ts` says how it is found again. Node only.
 */
import { LineamentError } from '../../core/errors.js';
import { decodeModel } from '../../nn/onnx/decode-model.js';
import { widenHalfWeights } from '../../nn/precision/float16-weights.js';
import type { TrainerState } from '../../nn/program/trainer-state.js';
import { networkFault } from '../registry.js';
import { withEarlierDecoders } from './earlier-decoders.js';
import { inferenceNetwork } from './model-file.js';
import { readModelMetadata } from './read-model-metadata.js';
import { unfoldedWeights } from './unfolded-weights.js';

/** Crops as training sees them: `images` `[B, 3, S, S]`, normalised. */
export interface TrainingCrops {
  readonly inputSize: number;
  readonly batch: number;
  readonly images: readonly Float32Array[];
}

/** @param file – named in errors. @returns step 0 of a training; what the file does not hold is not in its layout, but for decoders. */
export async function trainingWeights(
  bytes: Uint8Array,
  file: string,
  { inputSize, batch, images }: TrainingCrops,
): Promise<TrainerState> {
  const { architecture, landmarks, transfer, precision = 'float32' } = readModelMetadata(bytes, file);
  if (precision !== 'float32' && precision !== 'float16')
    throw new LineamentError(`the model is ${precision}: its weights are too coarse to train on`, {
      file,
      hint: 'give the float32 or float16 file that it was made from',
    });
  // The weights do not depend on the input's side.
  const settings = { ...architecture, inputSize };
  const fault = networkFault(settings);
  if (fault !== undefined)
    throw new LineamentError(`the model's network takes no input of ${inputSize} pixels: ${fault.what}`, {
      file,
      hint: `train with inputSize ${architecture.inputSize}`,
    });
  const { graph, outputs } = inferenceNetwork(settings, landmarks.names.length, batch, transfer);
  const shape = [batch, 3, inputSize, inputSize];
  const weights = await unfoldedWeights(
    graph,
    Object.values(outputs),
    widenHalfWeights(decodeModel(bytes)),
    images.map((data) => ({ image: { data, shape } })),
  );
  return withEarlierDecoders(weights);
}
