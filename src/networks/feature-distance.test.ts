import { expect, it } from 'vitest';
import { Random } from '../core/random.js';
import { Graph } from '../nn/graph/graph.js';
import { decodeModel } from '../nn/onnx/decode-model.js';
import { encodeModel } from '../nn/onnx/model.js';
import { reduceMean } from '../nn/operators/reductions/reduce-mean.js';
import { compileTraining } from '../nn/program/training-program.js';
import { onnxRuntimeNode } from '../nn/runtime/onnxruntime-node.js';
import { featureCloud, withFeatureDistance, withPooledFeatures } from './feature-distance.js';
import { exampleMetadata } from './model-file/metadata-example.suite.js';
import { encodeModelFile } from './model-file/model-file.js';
import { buildNetwork } from './network.js';
import { heads, networkSchema } from './registry.js';

it('the cloud’s own points are whitened: mean square 1 in every direction', () => {
  const random = new Random('cloud');
  const rows = Array.from({ length: 400 }, () => {
    const [a, b, c] = [random.normal(), random.normal(), random.normal()];
    return Float32Array.of(5 + 3 * a, 2 * a + b - 1, 4 * c + b);
  });
  const { mean, whitening } = featureCloud(rows);
  const white = rows.map((row) =>
    [0, 1, 2].map((j) => [0, 1, 2].reduce((sum, i) => sum + (row[i]! - mean[i]!) * whitening[3 * i + j]!, 0)),
  );
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++) {
      const product = white.reduce((sum, row) => sum + (row[i]! * row[j]!) / rows.length, 0);
      expect(Math.abs(product - Number(i === j))).toBeLessThan(0.2);
    }
});

it.each(heads.map(({ name }) => [name]))(
  'a model file with the head %s says how far its features lie',
  async (kind) => {
    const architecture = networkSchema.parse({
      backbone: 'unet',
      inputSize: 64,
      depth: 2,
      width: 8,
      head: { kind },
    });
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
    const model = decodeModel(encodeModelFile(metadata, state));
    const run = async (given: typeof model, data: Float32Array) => {
      const session = await onnxRuntimeNode.createSession(encodeModel(given));
      const outputs = await session.run({ image: { data, shape: [1, 3, 64, 64] } });
      await session.release();
      return outputs;
    };
    const random = new Random('pictures');
    const picture = (): Float32Array => Float32Array.from({ length: 3 * 64 * 64 }, () => random.normal());
    const pooled: Float32Array[] = [];
    for (let i = 0; i < 6; i++) pooled.push((await run(withPooledFeatures(model), picture())).pooled!);
    const cloud = featureCloud(pooled);
    // An earlier distance is replaced.
    const telling = withFeatureDistance(
      withFeatureDistance(model, { ...cloud, mean: cloud.mean.map(() => 9) }),
      cloud,
    );
    const data = picture();
    const { distance, points: found } = await run(telling, data);
    // Of a model that tells the distance already, too.
    const { pooled: own, points: plain } = await run(withPooledFeatures(telling), data);
    const channels = own!.length;
    let sum = 0;
    for (let j = 0; j < channels; j++) {
      let value = 0;
      for (let i = 0; i < channels; i++)
        value += (own![i]! - cloud.mean[i]!) * cloud.whitening[i * channels + j]!;
      sum += value ** 2;
    }
    expect(distance).toHaveLength(1);
    expect(distance![0]).toBeCloseTo(Math.sqrt(sum / channels), 3);
    expect(found).toEqual(plain);
  },
);
