/** A model file for tests that needs no training: it answers every crop with the same 68 points. */
import { writeFile } from 'node:fs/promises';
import { tightBox } from '../../landmarks/face-crop.js';
import { ibug68 } from '../../landmarks/sets/ibug68.js';
import { frontalTemplate } from '../../landmarks/shape-frame.js';
import { encodeModel, type OnnxNode } from '../../nn/onnx/model.js';
import { exampleMetadata } from './metadata-example.suite.js';
import { metadataEntries } from './model-metadata.js';

/**
 * Point k lies at (k, 127 − k) of the 128 × 128 crop, with a deviation of 2 pixels of the crop.
 * @param transferred – gives a second set too: its two points are at (10, 20) and (30, 40), with deviations of 3 and 4.
 * @param points – `[68, 2]` pixels of the crop, where others are wanted.
 */
export async function writeFixtureModel(
  path: string,
  transferred = false,
  points: Float32Array = Float32Array.from({ length: 136 }, (_, i) =>
    i % 2 === 0 ? i / 2 : 127 - (i - 1) / 2,
  ),
): Promise<void> {
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
  const outputs = [
    { name: 'points', shape: [1, 68, 2], values: points },
    { name: 'sigma', shape: [1, 68], values: sigma },
    ...(transferred
      ? [
          { name: 'transferred', shape: [1, 2, 2], values: Float32Array.of(10, 20, 30, 40) },
          { name: 'transferredSigma', shape: [1, 2], values: Float32Array.of(3, 4) },
        ]
      : []),
  ];
  const bytes = encodeModel({
    nodes: outputs.map(({ name }) => give(`stored_${name}`, name)),
    initialisers: outputs.map(({ name, shape, values }) => ({
      ...value(`stored_${name}`, shape),
      bytes: new Uint8Array(values.buffer),
    })),
    inputs: [value('image', [1, 3, 128, 128])],
    outputs: outputs.map(({ name, shape }) => value(name, shape)),
    metadata: metadataEntries(
      exampleMetadata({
        input: { size: 128, mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25], enlarge: 1.28 },
        ...(transferred && {
          transfer: {
            set: 'pair',
            names: ['first', 'second'],
            mirror: [1, 0],
            convention: 'contour',
            network: 'mlp',
            nearest: [0, 1],
          },
        }),
      }),
    ),
  });
  await writeFile(path, bytes);
}

/** A model that sees a face in every crop: the mean face, as large as the box that it was looked at through. */
export async function writeFaceModel(path: string): Promise<void> {
  const template = frontalTemplate(ibug68);
  const { x, y, width, height } = tightBox(template)!;
  const scale = 100 / Math.max(width, height);
  const middle = [x + width / 2, y + height / 2] as const;
  await writeFixtureModel(
    path,
    false,
    template.map((value, i) => 63.5 + scale * (value - middle[i % 2 === 0 ? 0 : 1])),
  );
}
