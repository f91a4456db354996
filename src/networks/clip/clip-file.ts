/** Both trained encoders as one ONNX file, which takes any number of pictures at a time. */
import { Graph } from '../../nn/graph/graph.js';
import { withChecksum } from '../../nn/onnx/checksum.js';
import { decodeModel } from '../../nn/onnx/decode-model.js';
import { encodeModel } from '../../nn/onnx/model.js';
import { storeHalfWeights } from '../../nn/precision/float16-weights.js';
import { exportInference, type TrainedValues } from '../../nn/program/export-inference.js';
import { type ClipMetadata, clipMetadataEntries } from './clip-metadata.js';
import { imageEmbedding, textEmbedding } from './clip-network.js';

/** Numbers before those of words: for no word, beginning, end, an unknown one. */
export const specialNumbers = 4;

/** @returns the bytes of the file; weights as `metadata.precision` says. */
export function encodeClipFile(metadata: ClipMetadata, state: TrainedValues): Uint8Array {
  const graph = new Graph('inference');
  const { architecture, words } = metadata;
  const { size, length } = architecture;
  const outputs = {
    imageEmbedding: imageEmbedding(graph.input('image', [1, 3, size, size]), architecture),
    textEmbedding: textEmbedding(
      graph.input('words', [1, length]),
      words.length + specialNumbers,
      architecture,
    ),
  };
  const plain = decodeModel(exportInference(graph, outputs, state, {}));
  const model = metadata.precision === 'float16' ? storeHalfWeights(plain) : plain;
  return withChecksum(
    encodeModel({
      ...model,
      inputs: model.inputs.map((value) =>
        value.name === 'image' ? { ...value, free: { 0: 'pictures' } } : value,
      ),
      outputs: model.outputs.map((value) =>
        value.name === 'imageEmbedding' ? { ...value, free: { 0: 'pictures_embedded' } } : value,
      ),
      metadata: clipMetadataEntries(metadata),
    }),
  );
}
