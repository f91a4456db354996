/**
 * `from` in a recipe: a training that begins with the weights of a checkpoint, or of a model file such as a shipped one, whose
 * normalisation is measured on the first training batches (`nn/program/unfold-batch-norm.ts`). Weights that are stored as float16 are
 * good enough to go on from; the optimiser begins anew.
 */

import { LineamentError } from '../../core/errors.js';
import type { Log } from '../../core/log.js';
import { unfoldedWeights } from '../../networks/model-file/unfolded-weights.js';
import type { Graph } from '../../nn/graph/graph.js';
import { shapeText, sizeOf } from '../../nn/graph/shape.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { decodeModel } from '../../nn/onnx/decode-model.js';
import type { ParameterGroup } from '../../nn/optimisers/parameter-groups.js';
import { widenHalfWeights } from '../../nn/precision/float16-weights.js';
import type { TrainerState } from '../../nn/program/trainer-state.js';
import type { RuntimeTensor } from '../../nn/runtime/runtime.js';
import type { StepSource } from '../../nn/train/fit/batches.js';
import { initialWeights, type NeededWeights } from '../../nn/train/fit/initial-weights.js';
import type { Trainer } from '../../nn/train/plan/trainer.js';
import { measuredBatches, weightsOf } from '../warm-start.js';

/** The network of a model file, for batches as training has them. */
export interface FileNetwork {
  /** In inference mode. */
  graph: Graph;
  outputs: readonly Tensor[];
  /** Shapes of its inputs; what else a batch holds is not looked at. */
  inputs: Readonly<Record<string, readonly number[]>>;
}

export type NetworkOf = (bytes: Uint8Array, file: string) => FileNetwork;

interface Start {
  /** Whose `from` is undefined where training begins with its own weights. */
  recipe: { from?: string | undefined; groups?: readonly ParameterGroup[] | undefined };
  log: Log;
  /** Of what the file holds. */
  network: NetworkOf;
  batches: StepSource;
  /** What the file must hold, since training does not learn it. */
  needed?: NeededWeights | undefined;
}

/** @returns what gives the state to begin with, for `fit`. */
export function startFrom(
  trainer: Pick<Trainer, 'state'>,
  { recipe: { from, groups }, log, network, batches, needed }: Start,
): (() => Promise<TrainerState>) | undefined {
  if (from === undefined) return undefined;
  return async () => {
    const saved = await savedWeights(from, network, batches);
    return initialWeights(from, saved, trainer.state(), { groups, log, needed });
  };
}

/** Of a checkpoint or of a model file, by the names that the network gives them. */
export function savedWeights(file: string, network: NetworkOf, batches: StepSource): Promise<TrainerState> {
  return weightsOf(file, (bytes) => modelWeights(bytes, file, network, batches));
}

/** Of the bytes of a model file. @param file – named in errors. */
export async function modelWeights(
  bytes: Uint8Array,
  file: string,
  network: NetworkOf,
  batches: StepSource,
): Promise<TrainerState> {
  const { graph, outputs, inputs } = network(bytes, file);
  const feeds = [];
  for (let number = 0; number < measuredBatches; number++)
    feeds.push(feedsOf(await batches.batch(number), inputs, file));
  return unfoldedWeights(graph, outputs, widenHalfWeights(decodeModel(bytes)), feeds);
}

function feedsOf(
  batch: Readonly<Record<string, Float32Array>>,
  inputs: FileNetwork['inputs'],
  file: string,
): Record<string, RuntimeTensor> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, shape]) => {
      const data = batch[name]!;
      if (data.length !== sizeOf(shape))
        throw new LineamentError(
          `from: the model's input '${name}' is ${shapeText(shape)}, this recipe's has ${data.length} numbers`,
          { file, hint: 'train with pictures and sentences of the same size' },
        );
      return [name, { data, shape: [...shape] }];
    }),
  );
}
