/**
 * Model files: one ONNX file that holds the network, its weights and its metadata, so that nothing else is needed to
 * detect with it. `read-model-metadata.ts` reads what one says about itself.
 */
import { Graph } from '../nn/graph/graph.js';
import type { Tensor } from '../nn/graph/tensor.js';
import { exportInference } from '../nn/program/export-inference.js';
import type { TrainerState } from '../nn/program/trainer-state.js';
import { stackedHourglass } from './hourglass.js';
import type { HourglassConfig } from './hourglass-config.js';
import { type ModelMetadata, metadataEntries } from './model-metadata.js';

/** @returns the bytes of the model file for one image at a time. */
export function encodeModelFile(metadata: ModelMetadata, state: TrainerState): Uint8Array {
  const { graph, outputs } = inferenceNetwork(metadata.architecture, metadata.landmarks.names.length);
  return exportInference(graph, outputs, state, metadataEntries(metadata));
}

/**
 * The network in inference mode: `image` `[B, 3, S, S]` in, `points` `[B, K, 2]` and `sigma` `[B, K]` out, both in
 * pixels of the crop.
 * @param landmarks – K. @param batch – B; 1 in model files.
 */
export function inferenceNetwork(
  config: HourglassConfig,
  landmarks: number,
  batch = 1,
): { graph: Graph; outputs: { points: Tensor; sigma: Tensor } } {
  const graph = new Graph('inference');
  const image = graph.input('image', [batch, 3, config.inputSize, config.inputSize]);
  const { points, sigma } = stackedHourglass(image, landmarks, config).at(-1)!;
  return { graph, outputs: { points, sigma } };
}
