/** `from` in a recipe: the weights of a checkpoint, or of a model file such as a shipped one. */
import type { Log } from '../../core/log.js';
import { trainingWeights } from '../../networks/model-file/training-weights.js';
import type { TrainerState } from '../../nn/program/trainer-state.js';
import { checkpointWeights, initialWeights } from '../../nn/train/fit/initial-weights.js';
import { readFileOr } from '../../node/files.js';
import type { BatchSource } from './face-batches.js';
import type { Recipe } from './recipe.js';

/** Training batches on which the normalisation of a model file is measured. */
const measuredBatches = 8;

/** @param own – the trainer's state before its first step. @returns the state to begin with. */
export async function warmStart(
  file: string,
  own: TrainerState,
  { recipe, faces, log }: { recipe: Recipe; faces: BatchSource; log: Log },
): Promise<TrainerState> {
  const saved = /\.onnx$/i.test(file)
    ? await modelFileWeights(file, recipe, faces)
    : await checkpointWeights(
        file,
        'name checkpoint.bin or best-checkpoint.bin of a run, or a model file (.onnx)',
      );
  return initialWeights(file, saved, own, recipe.groups, log);
}

async function modelFileWeights(
  file: string,
  { batch, model: { inputSize } }: Recipe,
  faces: BatchSource,
): Promise<TrainerState> {
  const bytes = await readFileOr(file, 'the model');
  const images: Float32Array[] = [];
  for (let number = 0; number < measuredBatches; number++) images.push((await faces.batch(number)).images);
  return trainingWeights(bytes, file, { inputSize, batch, images });
}
