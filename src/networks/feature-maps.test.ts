import { expect, it } from 'vitest';
import { Random } from '../core/random.js';
import { Graph } from '../nn/graph/graph.js';
import { decodeModel } from '../nn/onnx/decode-model.js';
import { encodeModel } from '../nn/onnx/model.js';
import { reduceMean } from '../nn/operators/reductions/reduce-mean.js';
import { compileTraining } from '../nn/program/training-program.js';
import { onnxRuntimeNode } from '../nn/runtime/onnxruntime-node.js';
import { featureLevels } from './face-features.js';
import { withPooledFeatures } from './feature-distance.js';
import { featureMapOutputs } from './feature-map-outputs.js';
import { withFeatureMaps } from './feature-maps.js';
import { byteModelFile, halfModelFile, integerModelFile } from './model-file/convert-model-file.js';
import { exampleMetadata } from './model-file/metadata-example.suite.js';
import { encodeModelFile } from './model-file/model-file.js';
import { buildNetwork } from './network.js';
import { networkSchema } from './registry.js';

interface Opened {
  /** A model file of fresh weights. */
  bytes: Uint8Array;
  /** What a session of a model file gives for a picture of noise. */
  run(onnx: Uint8Array): Promise<Readonly<Record<string, Float32Array>>>;
  feeds: { image: { data: Float32Array; shape: number[] } };
}

function modelOf(backbone: string, further: Readonly<Record<string, number>> = {}): Opened {
  const architecture = networkSchema.parse({ backbone, inputSize: 64, depth: 2, width: 8, ...further });
  const graph = new Graph('training');
  const { points, sigma } = buildNetwork(graph.input('image', [1, 3, 64, 64]), 68, architecture).at(-1)!;
  const state = compileTraining(graph, {
    loss: reduceMean(points),
    metrics: { sigma: reduceMean(sigma) },
  }).initialState(1);
  const metadata = exampleMetadata({
    architecture,
    input: { size: 64, mean: [0, 0, 0], deviation: [1, 1, 1], enlarge: 1.3 },
  });
  const bytes = encodeModelFile(metadata, state);
  const random = new Random('picture');
  const data = Float32Array.from({ length: 3 * 64 * 64 }, () => random.normal());
  const feeds = { image: { data, shape: [1, 3, 64, 64] } };
  const run: Opened['run'] = async (onnx) => {
    const session = await onnxRuntimeNode.createSession(onnx);
    const outputs = await session.run(feeds);
    await session.release();
    return outputs;
  };
  return { bytes, run, feeds };
}

it.each(['hourglass', 'unet'])('a model file of a %s also gives what it sees', async (backbone) => {
  const { bytes, run } = modelOf(backbone);
  const seen = await run(withFeatureMaps(bytes));
  expect(seen.points).toEqual((await run(bytes)).points);
  const side = seen.featureSide![0]!;
  expect(side).toBe(16);
  const channels = seen.earlyFeatures!.length / side ** 2;
  expect(Number.isInteger(channels) && channels > 1).toBe(true);
  // The last features are those whose mean the file can give too.
  const { pooled } = await run(encodeModel(withPooledFeatures(decodeModel(bytes))));
  for (const [c, mean] of pooled!.entries()) {
    const plane = seen.lastFeatures!.slice(c * side ** 2, (c + 1) * side ** 2);
    expect(plane.reduce((sum, value) => sum + value, 0) / side ** 2).toBeCloseTo(mean, 4);
  }
});

it('what a face looks like is read from the trunk, whether there is a context beside it or not', () => {
  const [plain, wide] = [{ depth: 3 }, { depth: 3, context: 16 }].map((further) => {
    const model = decodeModel(modelOf('hourglass', further).bytes);
    const { early, deep, deepSide } = featureLevels(model, 16);
    const scopeOf = (value: string): string | undefined =>
      model.nodes.find(({ outputs }) => outputs.includes(value))?.scope;
    return { early: scopeOf(early), deep: scopeOf(deep), deepSide };
  });
  expect(plain!.deepSide).toBe(2);
  expect(plain!.deep).toMatch(/^stack0\.hourglass\.inner\.inner/);
  expect(wide!.deepSide).toBe(2);
  expect(wide!.deep).toMatch(/^stack0\.hourglass\.inner\.inner/);
  expect(wide!.early).toBe(plain!.early);
});

it.each([
  ['float16', 0.01],
  ['int8-weights', 0.03],
  ['int8', 0.1],
] as const)('a file of %s gives them too, within %d of their size', async (precision, bound) => {
  const { bytes, run, feeds } = modelOf('hourglass');
  const exported = await {
    float16: () => halfModelFile(bytes, 'm.onnx'),
    'int8-weights': () => byteModelFile(bytes, 'm.onnx'),
    int8: () =>
      integerModelFile(bytes, 'm.onnx', {
        description: 'the picture',
        run: async (session) => void (await session.run(feeds)),
      }),
  }[precision]();
  const [plain, other] = [await run(withFeatureMaps(bytes)), await run(withFeatureMaps(exported))];
  for (const name of featureMapOutputs) {
    const [a, b] = [plain[name]!, other[name]!];
    expect(b).toHaveLength(a.length);
    const off = a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
    expect(Math.sqrt(off / a.reduce((sum, value) => sum + value ** 2, 0))).toBeLessThan(bound);
  }
  expect(other.featureSide).toEqual(plain.featureSide);
});
