/** A trained finder as one ONNX file that takes pictures of any size whose sides are multiples of the largest stride. */
import { Graph } from '../../nn/graph/graph.js';
import { withChecksum } from '../../nn/onnx/checksum.js';
import { decodeModel } from '../../nn/onnx/decode-model.js';
import { encodeModel } from '../../nn/onnx/model.js';
import { storeHalfWeights } from '../../nn/precision/float16-weights.js';
import { exportInference, type TrainedValues } from '../../nn/program/export-inference.js';
import { finderStrides } from './finder-map.js';
import { type FinderMetadata, finderMetadataEntries } from './finder-metadata.js';
import { buildFinder } from './finder-network.js';

/** @returns the bytes of the file; weights as `metadata.precision` says. */
export function encodeFinderFile(metadata: FinderMetadata, state: TrainedValues): Uint8Array {
  const graph = new Graph('inference');
  // Any size will do: the axes are free in the file.
  const side = 2 * finderStrides.at(-1)!;
  const maps = buildFinder(graph.input('image', [1, 3, side, side]), metadata.architecture);
  const plain = decodeModel(exportInference(graph, maps, state, {}));
  const model = metadata.precision === 'float16' ? storeHalfWeights(plain) : plain;
  return withChecksum(
    encodeModel({
      ...model,
      inputs: model.inputs.map((value) => ({ ...value, free: { 2: 'height', 3: 'width' } })),
      outputs: model.outputs.map((value) => ({
        ...value,
        free: { 2: `${value.name}_height`, 3: `${value.name}_width` },
      })),
      metadata: finderMetadataEntries(metadata),
    }),
  );
}
