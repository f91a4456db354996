/** The weights of a finder's file as a training can begin with them; weights of 16 bits are widened. Node only. */
import { Graph } from '../../nn/graph/graph.js';
import { decodeModel } from '../../nn/onnx/decode-model.js';
import { widenHalfWeights } from '../../nn/precision/float16-weights.js';
import type { TrainerState } from '../../nn/program/trainer-state.js';
import { unfoldedWeights } from '../model-file/unfolded-weights.js';
import { readFinderMetadata } from './finder-metadata.js';
import { buildFinder } from './finder-network.js';

/** Scenes as training sees them: `images` `[B, 3, S, S]`, normalised. */
export interface TrainingScenes {
  readonly size: number;
  readonly batch: number;
  readonly images: readonly Float32Array[];
}

/** @param file – named in errors. @returns step 0 of a training. */
export function finderTrainingWeights(
  bytes: Uint8Array,
  file: string,
  { size, batch, images }: TrainingScenes,
): Promise<TrainerState> {
  const { architecture } = readFinderMetadata(bytes, file);
  const shape = [batch, 3, size, size];
  const graph = new Graph('inference');
  const outputs = buildFinder(graph.input('image', shape), architecture);
  const feeds = images.map((data) => ({ image: { data, shape } }));
  return unfoldedWeights(graph, Object.values(outputs), widenHalfWeights(decodeModel(bytes)), feeds);
}
