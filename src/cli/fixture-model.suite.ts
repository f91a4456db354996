/** A model file for tests that needs no training: it answers every crop with the same 68 points. */
import { writeFile } from 'node:fs/promises';
import { exampleMetadata } from '../models/metadata-example.suite.js';
import { metadataEntries } from '../models/model-metadata.js';
import { encodeModel, type OnnxNode } from '../nn/onnx/model.js';

/** Point k lies at (k, 127 − k) of the 128 × 128 crop, with a deviation of 2 pixels of the crop. */
export async function writeFixtureModel(path: string): Promise<void> {
  const points = Float32Array.from({ length: 136 }, (_, i) => (i % 2 === 0 ? i / 2 : 127 - (i - 1) / 2));
  const sigma = new Float32Array(68).fill(2);
  const give = (input: string, output: string): OnnxNode => ({
    type: 'Identity',
    domain: '',
    inputs: [input],
    outputs: [output],
    attributes: {},
    scope: '',
  });
  const value = (name: string, shape: number[]): { name: string; shape: number[]; dtype: 'float32' } => ({
    name,
    shape,
    dtype: 'float32',
  });
  const bytes = encodeModel({
    nodes: [give('stored_points', 'points'), give('stored_sigma', 'sigma')],
    initialisers: [
      { ...value('stored_points', [1, 68, 2]), bytes: new Uint8Array(points.buffer) },
      { ...value('stored_sigma', [1, 68]), bytes: new Uint8Array(sigma.buffer) },
    ],
    inputs: [value('image', [1, 3, 128, 128])],
    outputs: [value('points', [1, 68, 2]), value('sigma', [1, 68])],
    metadata: metadataEntries(
      exampleMetadata({
        input: { size: 128, mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25], enlarge: 1.28 },
      }),
    ),
  });
  await writeFile(path, bytes);
}
