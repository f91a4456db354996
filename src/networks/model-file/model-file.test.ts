import { describe, expect, it } from 'vitest';
import { Graph } from '../../nn/graph/graph.js';
import { reduceMean } from '../../nn/operators/reductions/reduce-mean.js';
import type { TrainerState } from '../../nn/program/trainer-state.js';
import { compileTraining } from '../../nn/program/training-program.js';
import { onnxRuntimeNode } from '../../nn/runtime/onnxruntime-node.js';
import { encodeCheckpoint } from '../../nn/train/fit/checkpoint.js';
import { buildNetwork } from '../network.js';
import { networkSchema } from '../registry.js';
import type { TransferConfig } from '../transfer/transfer-config.js';
import { transferNetwork } from '../transfer/transfer-network.js';
import { byteModelFile, halfModelFile, integerModelFile } from './convert-model-file.js';
import { encodeModelFile } from './model-file.js';
import { type ModelMetadata, modelFormat } from './model-metadata.js';
import { readModelMetadata } from './read-model-metadata.js';

const config = networkSchema.parse({ depth: 2, width: 8, bottleneck: 4 });
const metadata: ModelMetadata = {
  format: modelFormat,
  landmarks: { set: 'three', names: ['a', 'b', 'c'], mirror: [1, 0, 2], convention: 'surface' },
  input: { size: 128, mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25], enlarge: 1.3 },
  decoding: 'integral',
  architecture: config,
  training: { recipe: 'toy', seed: 3, steps: 10, data: 'toys' },
  lineament: '0.1.0',
  licence: 'Apache-2.0',
};

/** The state of a network that was not trained. */
function freshState(transfer?: TransferConfig): TrainerState {
  const graph = new Graph('training');
  const image = graph.input('image', [1, 3, 128, 128]);
  const estimate = buildNetwork(image, 3, config)[0]!;
  const other = transfer && transferNetwork(estimate, transfer, 128);
  const { points, sigma } = estimate;
  const targets = { loss: reduceMean(other?.points ?? points), metrics: { sigma: reduceMean(sigma) } };
  return compileTraining(graph, targets).initialState(1);
}

const bytes = encodeModelFile(metadata, freshState());

describe('model file', () => {
  it('runs on an image alone and gives points within the crop, each with a σ', async () => {
    const session = await onnxRuntimeNode.createSession(bytes);
    const data = Float32Array.from({ length: 3 * 128 * 128 }, (_, i) => Math.sin(i));
    const { points, sigma } = await session.run({ image: { data, shape: [1, 3, 128, 128] } });
    await session.release();
    expect(points).toHaveLength(6);
    expect(points!.every((value) => value > 0 && value < 127)).toBe(true);
    expect(sigma).toHaveLength(3);
    expect(sigma!.every((value) => value > 0.2)).toBe(true);
  });

  it('gives the points of a second set beside those of its own, at every precision', async () => {
    const nearest = [2, 0];
    const transfer = { set: 'two', names: ['d', 'e'], mirror: [1, 0], nearest };
    const own = { ...transfer, convention: 'contour' as const, network: 'unet-small' as const };
    const file = encodeModelFile({ ...metadata, transfer: own }, freshState(own));
    const data = Float32Array.from({ length: 3 * 128 * 128 }, (_, i) => Math.sin(i));
    const feeds = { image: { data, shape: [1, 3, 128, 128] } };
    const files = [
      file,
      halfModelFile(file, 'm.onnx'),
      byteModelFile(file, 'm.onnx'),
      await integerModelFile(file, 'm.onnx', {
        run: async (calibration) => void (await calibration.run(feeds)),
        description: 'noise',
      }),
    ];
    for (const converted of files) {
      expect(readModelMetadata(converted, 'm.onnx').transfer).toEqual(own);
      const session = await onnxRuntimeNode.createSession(converted);
      const { points, sigma, transferred, transferredSigma } = await session.run(feeds);
      await session.release();
      expect(points).toHaveLength(6);
      nearest.forEach((k, m) => {
        expect(transferred![2 * m]).toBeCloseTo(points![2 * k]!, 4);
        expect(transferred![2 * m + 1]).toBeCloseTo(points![2 * k + 1]!, 4);
        expect(transferredSigma![m]).toBeCloseTo(sigma![k]!, 5);
      });
    }
  });

  it('with weights of 8 bits is made of float32 and of float16, with the same points but for their rounding, and of no other', async () => {
    const [direct, through] = [bytes, halfModelFile(bytes, 'm.onnx')].map((file) =>
      byteModelFile(file, 'm.onnx'),
    );
    expect(through!.length).toBe(direct!.length);
    expect(direct!.length).toBeLessThan(halfModelFile(bytes, 'm.onnx').length);
    expect(readModelMetadata(through!, 'm.onnx').precision).toBe('int8-weights');
    const data = Float32Array.from({ length: 3 * 128 * 128 }, (_, i) => Math.sin(i));
    const [exact, a, b] = await Promise.all(
      [bytes, direct!, through!].map(async (file) => {
        const session = await onnxRuntimeNode.createSession(file);
        const { points } = await session.run({ image: { data, shape: [1, 3, 128, 128] } });
        await session.release();
        return points!;
      }),
    );
    const apart = (p: Float32Array, q: Float32Array): number =>
      Math.max(...p.map((value, i) => Math.abs(value - q[i]!)));
    expect(apart(exact!, a!)).toBeGreaterThan(0);
    expect(apart(exact!, a!)).toBeLessThan(1);
    // A weight may fall to either side of the middle between two steps.
    expect(apart(a!, b!)).toBeLessThan(apart(exact!, a!) + 0.05);
    expect(() => byteModelFile(direct!, 'm.onnx')).toThrow(/the model is int8-weights already/);
  });

  it('holds its metadata', () => {
    expect(readModelMetadata(bytes, 'm.onnx')).toEqual(metadata);
  });

  it('is refused when a byte of it has changed', () => {
    for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 50)) {
      const flipped = Uint8Array.from(bytes);
      flipped[at]! ^= 0x10;
      expect(() => readModelMetadata(flipped, 'm.onnx')).toThrow(/^m\.onnx: /);
    }
  });

  it('is not a checkpoint, whole or cut short', () => {
    const checkpoint = encodeCheckpoint({ header: {}, arrays: { weights: new Float32Array(4) } });
    for (const length of [8, checkpoint.length])
      expect(() => readModelMetadata(checkpoint.subarray(0, length), 'run/checkpoint.bin')).toThrow(
        'run/checkpoint.bin: a checkpoint, which holds weights to train on with, and no model (give best.onnx or model.onnx',
      );
  });

  it('is refused when it is cut short or no ONNX file', () => {
    for (const length of [0, 10, bytes.length >> 1, bytes.length - 1])
      expect(() => readModelMetadata(bytes.subarray(0, length), 'm.onnx')).toThrow(/^m\.onnx: /);
    expect(() => readModelMetadata(new TextEncoder().encode('hello, world'), 'm.onnx')).toThrow(
      /m\.onnx: not an ONNX file, or cut short \(12 bytes\)/,
    );
  });
});
