/**
 * Model files: one ONNX file that holds the network, its weights and its metadata, so that nothing else is needed to
 * detect with it. `read-model-metadata.ts` reads what one says about itself.
 */
import { Graph } from '../../nn/graph/graph.js';
import type { Tensor } from '../../nn/graph/tensor.js';
import { withChecksum } from '../../nn/onnx/checksum.js';
import { softmax } from '../../nn/operators/activations/softmax.js';
import { exportInference } from '../../nn/program/export-inference.js';
import type { TrainerState } from '../../nn/program/trainer-state.js';
import { buildNetwork } from '../network.js';
import type { NetworkSettings } from '../registry.js';
import type { TransferConfig } from '../transfer/transfer-config.js';
import { transferNetwork } from '../transfer/transfer-network.js';
import { type ModelMetadata, metadataEntries } from './model-metadata.js';

/** @returns the bytes of the model file for one image at a time. */
export function encodeModelFile(metadata: ModelMetadata, state: TrainerState): Uint8Array {
  const { architecture, landmarks, transfer } = metadata;
  const { graph, outputs } = inferenceNetwork(architecture, landmarks.names.length, 1, transfer);
  return withChecksum(exportInference(graph, { ...outputs }, state, metadataEntries(metadata)));
}

/** In pixels of the crop. */
export interface InferenceOutputs {
  /** `[B, K, 2]` */
  points: Tensor;
  /** `[B, K]` */
  sigma: Tensor;
  /** `[B, K, 4]`, where the network says what can be seen: shares of the kinds of `visibility` in landmarks/. */
  visibility?: Tensor;
  /** `[B, M, 2]`, where there is a transfer. */
  transferred?: Tensor;
  /** `[B, M]` */
  transferredSigma?: Tensor;
}

/**
 * The network in inference mode: `image` `[B, 3, S, S]` in, the network's landmarks out.
 * @param landmarks – K. @param batch – B; 1 in model files. @param transfer – to M further points.
 */
export function inferenceNetwork(
  settings: NetworkSettings,
  landmarks: number,
  batch = 1,
  transfer?: TransferConfig,
): { graph: Graph; outputs: InferenceOutputs } {
  const graph = new Graph('inference');
  const image = graph.input('image', [batch, 3, settings.inputSize, settings.inputSize]);
  const { points, sigma, heatmaps, visibility } = buildNetwork(image, landmarks, settings).at(-1)!;
  const own = { points, sigma, ...(visibility && { visibility: softmax(visibility) }) };
  if (transfer === undefined) return { graph, outputs: own };
  const other = transferNetwork({ points, sigma, heatmaps }, transfer, settings.inputSize);
  return {
    graph,
    outputs: { ...own, transferred: other.points, transferredSigma: other.sigma },
  };
}
