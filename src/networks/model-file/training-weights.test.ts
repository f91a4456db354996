import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { Random } from '../../core/random.js';
import { Graph } from '../../nn/graph/graph.js';
import { exportInference } from '../../nn/program/export-inference.js';
import { entryValues } from '../../nn/program/parameter-layout.js';
import type { TrainerState } from '../../nn/program/trainer-state.js';
import { compileForward } from '../../nn/program/training-program.js';
import { onnxRuntimeNode } from '../../nn/runtime/onnxruntime-node.js';
import { buildNetwork } from '../network.js';
import { backbones, type NetworkSettings, networkSchema } from '../registry.js';
import { byteModelFile } from './convert-model-file.js';
import { withEarlierDecoders } from './earlier-decoders.js';
import { exampleMetadata } from './metadata-example.suite.js';
import { encodeModelFile, inferenceNetwork } from './model-file.js';
import { readModelMetadata } from './read-model-metadata.js';
import { trainingWeights } from './training-weights.js';

const landmarks = 68;
const batch = 2;

/** A state such as training leaves: no normalisation is neutral. */
function trainedState(settings: NetworkSettings): TrainerState {
  const { inputSize } = settings;
  const graph = new Graph('training');
  const image = graph.input('image', [1, 3, inputSize, inputSize]);
  const program = compileForward(graph, { points: buildNetwork(image, landmarks, settings).at(-1)!.points });
  const state = program.initialState(3);
  const random = new Random(4);
  for (const entry of state.parameterLayout) {
    if (entry.name.endsWith('.gamma'))
      entryValues(state.parameters, entry).forEach((_, i, all) => {
        all[i] = random.uniform(0.4, 1.6);
      });
    if (entry.name.endsWith('.beta'))
      entryValues(state.parameters, entry).forEach((_, i, all) => {
        all[i] = random.normal(0, 0.3);
      });
  }
  for (const entry of state.statisticLayout)
    entryValues(state.statistics, entry).forEach((_, i, all) => {
      all[i] = entry.name.endsWith('.mean') ? random.normal(0, 0.2) : random.uniform(0.5, 2);
    });
  return state;
}

function crops(inputSize: number): Float32Array {
  const random = new Random(5);
  return Float32Array.from({ length: batch * 3 * inputSize ** 2 }, () => random.normal());
}

/** In training mode, in which the batch's own mean and variance normalise. */
async function pointsInTraining(settings: NetworkSettings, state: TrainerState, data: Float32Array) {
  const { inputSize } = settings;
  const graph = new Graph('training');
  const image = graph.input('image', [batch, 3, inputSize, inputSize]);
  const { points } = buildNetwork(image, landmarks, settings).at(-1)!;
  const program = compileForward(graph, { points });
  const whole = program.initialState(9);
  for (const entry of whole.parameterLayout) {
    const own = state.parameterLayout.find(({ name }) => name === entry.name);
    if (own !== undefined) entryValues(whole.parameters, entry).set(entryValues(state.parameters, own));
  }
  const session = await onnxRuntimeNode.createSession(program.onnx);
  const outputs = await session.run({
    image: { data, shape: [batch, 3, inputSize, inputSize] },
    parameters: { data: whole.parameters, shape: [whole.parameters.length] },
  });
  await session.release();
  return outputs['output.points']!;
}

const networks = backbones.map(({ name }): [string, NetworkSettings] => [
  name,
  networkSchema.parse({
    backbone: name,
    depth: 2,
    width: 8,
    ...(name === 'hourglass' && { stacks: 2, bottleneck: 4 }),
  }),
]);

test.each(networks)(
  '%s: what a model file gives, its weights give again, and training begins there',
  async (_, settings) => {
    const { inputSize } = settings;
    const state = trainedState(settings);
    const metadata = exampleMetadata({ architecture: settings });
    const file = encodeModelFile(metadata, state);
    const data = crops(inputSize);
    const found = await trainingWeights(file, 'm.onnx', { inputSize, batch, images: [data] });

    // What the network's answer needs is all there.
    const missing = state.parameterLayout.filter(
      ({ name }) => !found.parameterLayout.some((own) => own.name === name),
    );
    expect(missing.every(({ name }) => name.startsWith('stack0.sigma.'))).toBe(true);

    const run = async (bytes: Uint8Array) => {
      const session = await onnxRuntimeNode.createSession(bytes);
      const outputs = await session.run({ image: { data, shape: [batch, 3, inputSize, inputSize] } });
      await session.release();
      return outputs.points!;
    };
    const { graph, outputs } = inferenceNetwork(settings, landmarks, batch);
    const expected = await run(exportInference(graph, { points: outputs.points }, state, {}));
    const again = inferenceNetwork(settings, landmarks, batch);
    const given = await run(exportInference(again.graph, { points: again.outputs.points }, found, {}));
    const trained = await pointsInTraining(settings, found, data);
    const spread = Math.max(...expected) - Math.min(...expected);
    expected.forEach((value, i) => {
      expect(Math.abs(value - given[i]!)).toBeLessThan(1e-3 * spread);
      expect(Math.abs(value - trained[i]!)).toBeLessThan(1e-3 * spread);
    });
  },
);

test('Weights of 8 bits are refused', async () => {
  const settings = networks[0]![1];
  const file = byteModelFile(
    encodeModelFile(exampleMetadata({ architecture: settings }), trainedState(settings)),
    'm.onnx',
  );
  const { inputSize } = settings;
  await expect(trainingWeights(file, 'm.onnx', { inputSize, batch, images: [] })).rejects.toThrow(
    'm.onnx: the model is int8-weights',
  );
});

// The second has float16 weights, and the points of an eye.
test.each(['ibug68-ict', 'eyes'])('%s: the weights of a shipped model give its points', async (name) => {
  const bytes = await readFile(`models/${name}.onnx`);
  const { architecture, landmarks: own } = readModelMetadata(bytes, name);
  const { inputSize } = architecture;
  const data = crops(inputSize);
  const found = await trainingWeights(bytes, name, { inputSize, batch, images: [data] });
  const { graph, outputs } = inferenceNetwork(architecture, own.names.length);
  const again = exportInference(graph, { points: outputs.points }, found, {});
  const pointsOf = async (onnx: Uint8Array): Promise<Float32Array> => {
    const session = await onnxRuntimeNode.createSession(onnx);
    const image = { data: data.slice(0, data.length / batch), shape: [1, 3, inputSize, inputSize] };
    const { points } = await session.run({ image });
    await session.release();
    return points!;
  };
  const expected = await pointsOf(bytes);
  const given = await pointsOf(again);
  expected.forEach((value, i) => {
    expect(Math.abs(value - given[i]!)).toBeLessThan(0.1);
  });
});

test('A stack whose decoder the file lacks begins with that of the last', async () => {
  const settings = networkSchema.parse({
    depth: 2,
    width: 8,
    stacks: 2,
    bottleneck: 4,
    head: { kind: 'low-rank', anchors: 8 },
  });
  const { inputSize } = settings;
  const state = trainedState(settings);
  // Another decoder than any that a network begins with.
  const random = new Random(6);
  for (const entry of state.parameterLayout)
    if (entry.name.startsWith('stack1.decoder.'))
      entryValues(state.parameters, entry).forEach((_, i, all) => {
        all[i] = random.normal();
      });
  const file = encodeModelFile(exampleMetadata({ architecture: settings }), state);
  const found = await trainingWeights(file, 'm.onnx', { inputSize, batch, images: [crops(inputSize)] });
  const values = (name: string): Float32Array =>
    entryValues(found.parameters, found.parameterLayout.find((entry) => entry.name === name)!);
  const parts = state.parameterLayout.flatMap(({ name }) =>
    name.startsWith('stack1.decoder.') ? [name.slice('stack1.'.length)] : [],
  );
  expect(parts.length).toBeGreaterThan(3);
  for (const part of parts) expect(values(`stack0.${part}`)).toEqual(values(`stack1.${part}`));
  expect(found.parameterLayout.some(({ name }) => name.startsWith('stack0.sigma.'))).toBe(false);
});

test('A network whose every stack has its decoder, or none, stays as it is', () => {
  for (const head of [{ kind: 'low-rank', anchors: 8 }, { kind: 'heatmaps' }] as const) {
    const state = trainedState(networkSchema.parse({ depth: 2, width: 8, stacks: 2, bottleneck: 4, head }));
    expect(withEarlierDecoders(state)).toBe(state);
  }
});
