import { expect, it } from 'vitest';
import { Random } from '../core/random.js';
import { Graph } from '../nn/graph/graph.js';
import { decodeModel } from '../nn/onnx/decode-model.js';
import { encodeModel } from '../nn/onnx/model.js';
import { reduceMean } from '../nn/operators/reductions/reduce-mean.js';
import { compileTraining } from '../nn/program/training-program.js';
import { onnxRuntimeNode } from '../nn/runtime/onnxruntime-node.js';
import { withPooledFeatures } from './feature-distance.js';
import { withFeatureMaps } from './feature-maps.js';
import { exampleMetadata } from './model-file/metadata-example.suite.js';
import { encodeModelFile } from './model-file/model-file.js';
import { buildNetwork } from './network.js';
import { networkSchema } from './registry.js';

it.each(['hourglass', 'unet'])('a model file of a %s also gives what it sees', async (backbone) => {
  const architecture = networkSchema.parse({ backbone, inputSize: 64, depth: 2, width: 8 });
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
  const run = async (onnx: Uint8Array): Promise<Readonly<Record<string, Float32Array>>> => {
    const session = await onnxRuntimeNode.createSession(onnx);
    const outputs = await session.run({ image: { data, shape: [1, 3, 64, 64] } });
    await session.release();
    return outputs;
  };
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
