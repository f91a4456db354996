/** A trained model of clips and sentences as one ONNX file, which takes any number of pictures at a time. */
import { Graph } from '../../nn/graph/graph.js';
import { withChecksum } from '../../nn/onnx/checksum.js';
import { decodeModel } from '../../nn/onnx/decode-model.js';
import { encodeModel } from '../../nn/onnx/model.js';
import { storeHalfWeights } from '../../nn/precision/float16-weights.js';
import { exportInference, type TrainedValues } from '../../nn/program/export-inference.js';
import { specialNumbers } from '../clip/clip-file.js';
import { type VideoMetadata, videoMetadataEntries } from './video-metadata.js';
import { clipVectors, frameFeatures, frameMaps, sentenceVectors } from './video-network.js';

/** @returns the bytes of the file; weights as `metadata.precision` says. */
export function encodeVideoFile(metadata: VideoMetadata, state: TrainedValues): Uint8Array {
  const graph = new Graph('inference');
  const { architecture, words } = metadata;
  const { size, length, frames, embedding } = architecture;
  const outputs = {
    frame: frameFeatures(
      frameMaps(graph.input('image', [1, 3, size, size]), architecture, 0),
      architecture,
      0,
    ),
    clip: clipVectors(graph.input('frames', [1, frames, embedding]), architecture),
    sentence: sentenceVectors(graph.input('words', [1, length]), words.length + specialNumbers, architecture),
  };
  const plain = decodeModel(exportInference(graph, outputs, state, {}));
  const model = metadata.precision === 'float16' ? storeHalfWeights(plain) : plain;
  const free = (values: typeof model.inputs, name: string, axis: string): typeof model.inputs =>
    values.map((value) => (value.name === name ? { ...value, free: { 0: axis } } : value));
  return withChecksum(
    encodeModel({
      ...model,
      inputs: free(model.inputs, 'image', 'pictures'),
      outputs: free(model.outputs, 'frame', 'pictures_read'),
      metadata: videoMetadataEntries(metadata),
    }),
  );
}
