/** What every network out of the registry must do, whatever its backbone and its head. */
import { describe, expect, it } from 'vitest';
import { Graph } from '../nn/graph/graph.js';
import { reduceMean } from '../nn/operators/reductions/reduce-mean.js';
import type { TrainerState } from '../nn/program/trainer-state.js';
import { compileTraining } from '../nn/program/training-program.js';
import { onnxRuntimeNode } from '../nn/runtime/onnxruntime-node.js';
import { byteModelFile, halfModelFile, integerModelFile } from './model-file/convert-model-file.js';
import { exampleMetadata } from './model-file/metadata-example.suite.js';
import { encodeModelFile } from './model-file/model-file.js';
import { readModelMetadata } from './model-file/read-model-metadata.js';
import { buildNetwork, featureSide, heatmapLandmarks } from './network.js';
import { backbones, heads, type NetworkSettings, networkSchema } from './registry.js';

const landmarks = 68;
/** Of the keys that a backbone has. */
const small: Readonly<Record<string, number>> = { depth: 2, width: 8 };
const combinations = backbones.flatMap((backbone) =>
  heads.map((head): [string, NetworkSettings] => [
    `${backbone.name} with ${head.name}`,
    networkSchema.parse({
      backbone: backbone.name,
      ...Object.fromEntries(Object.entries(small).filter(([key]) => key in backbone.schema.shape)),
      head: { kind: head.name },
    }),
  ]),
);

/** What no combination of defaults has. */
const further: readonly [string, NetworkSettings][] = [
  [
    'hourglass with a context and low-rank',
    networkSchema.parse({
      backbone: 'hourglass',
      depth: 3,
      width: 8,
      context: 8,
      head: { kind: 'low-rank' },
    }),
  ],
];
const networks = [...combinations, ...further];

function freshState(settings: NetworkSettings): TrainerState {
  const graph = new Graph('training');
  const image = graph.input('image', [1, 3, settings.inputSize, settings.inputSize]);
  const { points, sigma, visibility } = buildNetwork(image, landmarks, settings).at(-1)!;
  const targets = {
    loss: reduceMean(points),
    metrics: { sigma: reduceMean(sigma), ...(visibility && { seen: reduceMean(visibility) }) },
  };
  return compileTraining(graph, targets).initialState(1);
}

describe.each(networks)('%s', (_, settings) => {
  const { inputSize } = settings;

  it('gives points, deviations and heatmaps of the sides that it names', () => {
    const graph = new Graph('training');
    const estimates = buildNetwork(graph.input('image', [2, 3, inputSize, inputSize]), landmarks, settings);
    const mapped = heatmapLandmarks(settings, landmarks);
    const side = featureSide(settings);
    for (const { points, sigma, features, heatmaps } of estimates) {
      expect(points.shape).toEqual([2, landmarks, 2]);
      expect(sigma.shape).toEqual([2, landmarks]);
      expect(features.shape.slice(2)).toEqual([side, side]);
      expect(heatmaps.landmarks).toEqual(mapped);
      expect(heatmaps.logits.shape).toEqual([2, mapped.length, side, side]);
      expect(heatmaps.weight.shape).toEqual([mapped.length, features.shape[1], 1, 1]);
      expect(heatmaps.bias.shape).toEqual([mapped.length]);
    }
  });

  it('says what can be seen where it is asked to, with nothing to say before training, and is the same else', async () => {
    const asked = { ...settings, visibility: true };
    const graph = new Graph('training');
    const estimates = buildNetwork(graph.input('image', [2, 3, inputSize, inputSize]), landmarks, asked);
    for (const { visibility } of estimates) expect(visibility!.shape).toEqual([2, landmarks, 4]);
    const state = freshState(asked);
    const data = Float32Array.from({ length: 3 * inputSize * inputSize }, (_, i) => Math.sin(i));
    const run = async (architecture: NetworkSettings) => {
      const bytes = encodeModelFile(exampleMetadata({ architecture }), state);
      const session = await onnxRuntimeNode.createSession(bytes);
      const outputs = await session.run({ image: { data, shape: [1, 3, inputSize, inputSize] } });
      await session.release();
      return outputs;
    };
    const { visibility, ...located } = await run(asked);
    expect([...visibility!]).toEqual(new Array(landmarks * 4).fill(0.25));
    expect(await run(settings)).toEqual(located);
  });

  it('becomes a model file that says what it is and runs at every precision, heads in float32', async () => {
    const metadata = exampleMetadata({ architecture: settings });
    const file = encodeModelFile(metadata, freshState(settings));
    expect(readModelMetadata(file, 'm.onnx')).toEqual(metadata);
    const data = Float32Array.from({ length: 3 * inputSize * inputSize }, (_, i) => Math.sin(i));
    const feeds = { image: { data, shape: [1, 3, inputSize, inputSize] } };
    const run = async (bytes: Uint8Array) => {
      const session = await onnxRuntimeNode.createSession(bytes);
      const outputs = await session.run(feeds);
      await session.release();
      return outputs;
    };
    const exact = await run(file);
    expect(exact.points).toHaveLength(2 * landmarks);
    expect(exact.points!.every(Number.isFinite)).toBe(true);
    expect(exact.sigma!.every((value) => value > 0)).toBe(true);
    const calibration = {
      run: async (session: { run: (given: typeof feeds) => Promise<unknown> }) =>
        void (await session.run(feeds)),
      description: 'noise',
    };
    for (const bytes of [
      halfModelFile(file, 'm.onnx'),
      byteModelFile(file, 'm.onnx'),
      await integerModelFile(file, 'm.onnx', calibration),
    ]) {
      const { points } = await run(bytes);
      points!.forEach((value, i) => {
        expect(Math.abs(value - exact.points![i]!)).toBeLessThan(inputSize / 16);
      });
    }
  });
});
