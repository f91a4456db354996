/**
 * Model files: one ONNX file that holds the network, its weights and its metadata, so that nothing else is needed to
 * detect with it. Reading the metadata needs no runtime and works in browsers.
 */
import { LineamentError, messageOf } from '../core/errors.js';
import { Graph } from '../nn/graph/graph.js';
import type { Tensor } from '../nn/graph/tensor.js';
import { readMetadata } from '../nn/onnx/metadata.js';
import { exportInference } from '../nn/program/export-inference.js';
import type { TrainerState } from '../nn/program/trainer-state.js';
import { stackedHourglass } from './hourglass.js';
import type { HourglassConfig } from './hourglass-config.js';
import { type ModelMetadata, metadataEntries, parseMetadata } from './model-metadata.js';

/** @returns the bytes of the model file for one image at a time. */
export function encodeModelFile(metadata: ModelMetadata, state: TrainerState): Uint8Array {
  const { graph, outputs } = inferenceNetwork(metadata.architecture, metadata.landmarks.names.length);
  return exportInference(graph, outputs, state, metadataEntries(metadata));
}

/**
 * What a model file says about itself. Refuses, by name, a file that is not ONNX, one that is cut short, one that is
 * not ours and one of another version.
 */
export function readModelMetadata(bytes: Uint8Array, file: string): ModelMetadata {
  let entries: Record<string, string>;
  try {
    entries = readMetadata(bytes);
  } catch (cause) {
    throw new LineamentError(`not an ONNX file, or cut short (${bytes.length} bytes): ${messageOf(cause)}`, {
      file,
      mend: 'get the file again',
      cause,
    });
  }
  return parseMetadata(entries, file);
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
