/** `from` in a recipe: the weights of a checkpoint, or of a model file such as a shipped one. */
import type { Log } from '../core/log.js';
import type { ParameterGroup } from '../nn/optimisers/parameter-groups.js';
import type { TrainerState } from '../nn/program/trainer-state.js';
import { checkpointWeights, initialWeights } from '../nn/train/fit/initial-weights.js';
import { readFileOr } from '../node/files.js';

/** What the key may say. */
export const weightsAllowed = 'checkpoint.bin or best-checkpoint.bin of a run, or a model file (.onnx)';

/** Training batches on which the normalisation of a model file is measured. */
export const measuredBatches = 8;

/** @param ofModel – what the bytes of a model file hold. */
export async function weightsOf(
  file: string,
  ofModel: (bytes: Uint8Array) => Promise<TrainerState>,
): Promise<TrainerState> {
  return /\.onnx$/i.test(file)
    ? ofModel(await readFileOr(file, 'the model'))
    : checkpointWeights(file, `name ${weightsAllowed}`);
}

export interface WarmStartOptions {
  groups: readonly ParameterGroup[] | undefined;
  log: Log;
  /** The pictures of a training batch. */
  imagesOf(number: number): Promise<Float32Array>;
  /** What a model file holds. */
  modelWeights(bytes: Uint8Array, images: readonly Float32Array[]): Promise<TrainerState>;
}

/** @param own – the trainer's state before its first step. @returns the state to begin with. */
export async function warmStart(
  file: string,
  own: TrainerState,
  { groups, log, imagesOf, modelWeights }: WarmStartOptions,
): Promise<TrainerState> {
  const saved = await weightsOf(file, async (bytes) => {
    const images: Float32Array[] = [];
    for (let number = 0; number < measuredBatches; number++) images.push(await imagesOf(number));
    return modelWeights(bytes, images);
  });
  return initialWeights(file, saved, own, { groups, log });
}

/** Of a file: its folder and name, as in `models/x.onnx`. Where that folder lies is nobody's business who gets the model. */
export function shortPlace(path: string): string {
  return path.split(/[/\\]/).slice(-2).join('/');
}
