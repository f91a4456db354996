/** A small model of pictures and sentences with the weights that it begins with, for tests. */
import { Graph } from '../../nn/graph/graph.js';
import { add } from '../../nn/operators/arithmetic/add.js';
import { square } from '../../nn/operators/arithmetic/square.js';
import { reduceMean } from '../../nn/operators/reductions/reduce-mean.js';
import { compileTraining } from '../../nn/program/training-program.js';
import { encodeClipFile, specialNumbers } from './clip-file.js';
import { type ClipMetadata, clipFormat } from './clip-metadata.js';
import { imageEmbedding, textEmbedding } from './clip-network.js';

export const tinyClip: ClipMetadata = {
  format: clipFormat,
  input: { mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5], enlarge: 1.72 },
  words: ['a', 'glasses', 'man', 'with', 'woman'],
  architecture: {
    size: 16,
    length: 8,
    embedding: 8,
    image: { channels: [8, 8], blocks: [0, 1] },
    text: { width: 8, blocks: 1, heads: 2 },
  },
  training: { recipe: 'tiny', seed: 0, steps: 0, data: 'Nothing.' },
  precision: 'float32',
  lineament: '0.1.0',
  licence: 'Apache-2.0',
};

export function tinyClipFile(metadata: ClipMetadata = tinyClip): Uint8Array {
  const graph = new Graph('training');
  const { architecture, words } = metadata;
  const { size, length } = architecture;
  const images = imageEmbedding(graph.input('image', [2, 3, size, size]), architecture);
  const texts = textEmbedding(graph.input('words', [2, length]), words.length + specialNumbers, architecture);
  const loss = add(reduceMean(square(images)), reduceMean(square(texts)));
  return encodeClipFile(metadata, compileTraining(graph, { loss }).initialState(3));
}
