import { describe, expect, it } from 'vitest';
import { Graph } from '../../nn/graph/graph.js';
import { square } from '../../nn/operators/arithmetic/square.js';
import { reduceMean } from '../../nn/operators/reductions/reduce-mean.js';
import { compileTraining } from '../../nn/program/training-program.js';
import { onnxRuntimeNode } from '../../nn/runtime/onnxruntime-node.js';
import { encodeFinderFile } from './finder-file.js';
import { finderChannels, finderStrides, mapName } from './finder-map.js';
import { readFinderMetadata } from './finder-metadata.js';
import { exampleFinder } from './finder-metadata.suite.js';
import { buildFinder } from './finder-network.js';

describe("a finder's file", () => {
  const graph = new Graph('training');
  const maps = buildFinder(graph.input('image', [2, 3, 64, 64]), exampleFinder.architecture);
  const state = compileTraining(graph, { loss: reduceMean(square(maps.faces8!)) }).initialState(3);

  it('takes pictures of any size in multiples of the largest stride, upright and across', async () => {
    const bytes = encodeFinderFile(exampleFinder, state);
    expect(readFinderMetadata(bytes, 'finder.onnx')).toEqual(exampleFinder);
    const doubting = { ...exampleFinder, input: { ...exampleFinder.input, doubts: [0, 0.3, 1] } };
    expect(readFinderMetadata(encodeFinderFile(doubting, state), 'finder.onnx')).toEqual(doubting);
    const session = await onnxRuntimeNode.createSession(bytes);
    for (const [width, height] of [
      [32, 32],
      [96, 64],
      [64, 160],
    ] as const) {
      const data = Float32Array.from({ length: 3 * width * height }, (_, i) => Math.sin(i));
      const outputs = await session.run({ image: { data, shape: [1, 3, height, width] } });
      for (const stride of finderStrides)
        expect(outputs[mapName(stride)]).toHaveLength((finderChannels * width * height) / stride ** 2);
    }
    await session.release();
  });

  it('says before training that a cell holds a face with a probability of about a hundredth', async () => {
    const session = await onnxRuntimeNode.createSession(encodeFinderFile(exampleFinder, state));
    const outputs = await session.run({
      image: { data: new Float32Array(3 * 64 * 64), shape: [1, 3, 64, 64] },
    });
    for (const logit of outputs.faces16!.slice(0, 16)) expect(1 / (1 + Math.exp(-logit))).toBeLessThan(0.03);
    await session.release();
  });

  it('is about half as large with weights of 16 bits, and says nearly the same', async () => {
    const half = encodeFinderFile({ ...exampleFinder, precision: 'float16' }, state);
    const whole = encodeFinderFile(exampleFinder, state);
    const input = {
      image: { data: Float32Array.from({ length: 3 * 1024 }, (_, i) => Math.cos(i)), shape: [1, 3, 32, 32] },
    };
    const say = async (bytes: Uint8Array): Promise<Float32Array> => {
      const session = await onnxRuntimeNode.createSession(bytes);
      const { faces8 } = await session.run(input);
      await session.release();
      return faces8!;
    };
    const [a, b] = [await say(half), await say(whole)];
    for (const [i, value] of a.entries()) expect(Math.abs(value - b[i]!)).toBeLessThan(0.02);
    expect(half.length).toBeLessThan(whole.length);
  });
});
