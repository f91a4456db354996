import { describe, expect, it } from 'vitest';
import { Graph } from '../graph/graph.js';
import { givenInitialiser } from '../graph/initialisers.js';
import { decodeModel } from '../onnx/decode-model.js';
import { initialiserFloats } from '../onnx/initialiser-values.js';
import { encodeModel, type OnnxModel } from '../onnx/model.js';
import { relu } from '../operators/activations/relu.js';
import { add } from '../operators/arithmetic/add.js';
import { addBias } from '../operators/convolution/add-bias.js';
import { conv2d } from '../operators/convolution/conv2d.js';
import { maxPool2d } from '../operators/pooling/max-pool.js';
import { upsampleNearest2d } from '../operators/pooling/upsample-nearest.js';
import { reduceMean } from '../operators/reductions/reduce-mean.js';
import { exportInference } from '../program/export-inference.js';
import { layoutOf } from '../program/parameter-layout.js';
import { onnxRuntimeNode } from '../runtime/onnxruntime-node.js';
import { storeByteWeights } from './byte-weights.js';
import { createCalibrationSession } from './calibration-session.js';
import { storeHalfWeights, widenHalfWeights } from './float16-weights.js';
import { activationScale, quantise } from './quantise.js';
import { quantisedPart } from './quantised-part.js';

const waves = (length: number, scale = 1): Float32Array =>
  Float32Array.from({ length }, (_, i) => scale * Math.sin(i * i + 1));

function exported(graph: Graph, outputs: Parameters<typeof exportInference>[1], values: number[]): OnnxModel {
  const state = {
    parameterLayout: layoutOf(graph.parameters),
    parameters: Float32Array.from(values),
    statisticLayout: [],
    statistics: new Float32Array(),
  };
  return decodeModel(exportInference(graph, outputs, state, { who: 'test' }));
}

/** Every kind of integer node: a convolution with ReLU, pooling, a residual sum, upsampling; a float mean behind. */
function smallNetwork(): OnnxModel {
  const graph = new Graph('inference');
  const image = graph.input('image', [1, 3, 8, 8]);
  const parameters: number[] = [];
  const weight = (name: string, shape: number[]) => {
    const values = waves(
      shape.reduce((a, b) => a * b),
      0.3,
    );
    parameters.push(...values);
    return graph.parameter(name, shape, givenInitialiser(values));
  };
  const first = relu(conv2d(image, weight('first', [8, 3, 3, 3]), { padding: 1 }));
  const inner = graph.scope('inner', () =>
    upsampleNearest2d(conv2d(maxPool2d(first), weight('second', [8, 8, 1, 1])), 2),
  );
  const sum = add(first, inner);
  const head = graph.scope('head', () =>
    addBias(conv2d(sum, weight('third', [2, 8, 1, 1])), weight('bias', [2])),
  );
  return exported(graph, { y: head, mean: reduceMean(sum) }, parameters);
}

const image = (seed: number) => ({
  data: Float32Array.from({ length: 192 }, (_, i) => Math.cos(i * i + seed)),
  shape: [1, 3, 8, 8],
});

async function run(model: OnnxModel, seed = 0): Promise<Record<string, Float32Array>> {
  const session = await onnxRuntimeNode.createSession(encodeModel(model));
  const outputs = await session.run({ image: image(seed) });
  await session.release();
  return outputs;
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

describe('storeHalfWeights', () => {
  it('halves the large weights and leaves the function, metadata and small constants', async () => {
    const model = smallNetwork();
    const half = storeHalfWeights(model);
    const halved = half.initialisers.filter(({ dtype }) => dtype === 'float16');
    expect(halved.map(({ bytes }) => bytes.length)).toEqual([2 * 216, 2 * 64]);
    expect(half.metadata).toEqual({ who: 'test' });
    const [before, after] = [await run(model), await run(half)];
    const difference = largestDifference(before.y!, after.y!);
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThan(3e-3);
  });

  it('is undone but for the rounding: the same nodes and names, and the same answer to the bit', async () => {
    const model = smallNetwork();
    const half = storeHalfWeights(model);
    const wide = widenHalfWeights(half);
    const shapesOf = ({ initialisers }: OnnxModel) =>
      initialisers.map(({ bytes, ...rest }) => [rest, bytes.length]);
    expect(wide.nodes).toEqual(model.nodes);
    expect(shapesOf(wide)).toEqual(shapesOf(model));
    expect(await run(wide)).toEqual(await run(half));
    expect(widenHalfWeights(model)).toEqual(model);
  });

  it('refuses weights beyond the largest half', () => {
    const model = smallNetwork();
    initialiserFloats(model.initialisers.find(({ shape }) => shape.length === 4)!)[3] = 7e4;
    expect(() => storeHalfWeights(model)).toThrow(
      /float16: the weight first holds 70000; float16 ends at 65504/,
    );
  });
});

describe('storeByteWeights', () => {
  /** Like {@link smallNetwork}, all weights large enough. */
  function wideNetwork(scale: number): OnnxModel {
    const graph = new Graph('inference');
    const image = graph.input('image', [1, 3, 8, 8]);
    const [first, second] = [waves(40 * 3 * 9, 0.3), waves(20 * 40, scale)];
    // A filter of zeros needs a scale too, and one weight decides the scale of its filter alone.
    first.fill(0, 0, 27);
    first[27] = 2.54;
    const features = relu(
      conv2d(image, graph.parameter('first', [40, 3, 3, 3], givenInitialiser(first)), { padding: 1 }),
    );
    const head = graph.scope('head', () =>
      conv2d(features, graph.parameter('second', [20, 40, 1, 1], givenInitialiser(second))),
    );
    return exported(graph, { y: head }, [...first, ...second]);
  }

  it('stores each filter on its own scale, the largest weight as 127, heads in float16', () => {
    const { initialisers } = storeByteWeights(wideNetwork(0.3), ({ scope }) => scope !== 'head');
    const of = (dtype: string) => initialisers.filter((value) => value.dtype === dtype);
    expect(of('int8').map(({ shape }) => shape)).toEqual([[40, 3, 3, 3]]);
    expect(of('float16').map(({ shape }) => shape)).toEqual([[20, 40, 1, 1]]);
    const integers = new Int8Array(of('int8')[0]!.bytes);
    const scales = initialiserFloats(of('float32').find(({ shape }) => shape[0] === 40)!);
    const original = waves(40 * 3 * 9, 0.3);
    expect([...integers.slice(0, 28)]).toEqual([...new Array<number>(27).fill(0), 127]);
    expect(scales[1]).toBeCloseTo(2.54 / 127, 7);
    for (let i = 28; i < integers.length; i++) {
      const scale = scales[Math.floor(i / 27)]!;
      expect(Math.abs(integers[i]! * scale - original[i]!)).toBeLessThanOrEqual(scale * 0.5001);
    }
  });

  it('moves the output by no more than half a step of every weight can, and leaves metadata', async () => {
    const model = wideNetwork(0.3);
    const stored = storeByteWeights(model, ({ scope }) => scope === 'head');
    expect(stored.metadata).toEqual({ who: 'test' });
    const [before, after] = [await run(model), await run(stored)];
    const difference = largestDifference(before.y!, after.y!);
    expect(difference).toBeGreaterThan(1e-4);
    // 40 features of at most Σ|w| ≤ 27 · 0.3 + 2.54 each (inputs lie within 1), the second layer's weights at most 0.3; the first's
    // are off by float16's half a step, 2⁻¹¹ of each.
    const largestFeature = 27 * 0.3 + 2.54;
    const halfStep = 0.3 / 127 / 2;
    expect(difference).toBeLessThan(40 * (halfStep * largestFeature + 0.3 * largestFeature * 2 ** -11));
  });

  it('leaves weights that a head shares as fine as the head asks', () => {
    const graph = new Graph('inference');
    const image = graph.input('image', [1, 16, 8, 8]);
    const shared = graph.parameter('shared', [16, 16, 3, 3], givenInitialiser(waves(2304, 0.1)));
    const once = graph.scope('body', () => conv2d(image, shared, { padding: 1 }));
    const twice = graph.scope('head', () => conv2d(once, shared, { padding: 1 }));
    const { initialisers } = storeByteWeights(
      exported(graph, { y: twice }, [...waves(2304, 0.1)]),
      ({ scope }) => scope === 'body',
    );
    expect(initialisers.map(({ dtype }) => dtype)).toEqual(['float16']);
  });
});

describe('calibration', () => {
  it('keeps the smallest and the largest value over all runs, and gives the model’s outputs', async () => {
    const model = smallNetwork();
    const session = await createCalibrationSession(onnxRuntimeNode, model, ['image', 'image']);
    const outputs = await session.run({ image: image(1) });
    await session.run({ image: image(2) });
    const all = [...image(1).data, ...image(2).data];
    expect(session.ranges).toEqual(new Map([['image', { low: Math.min(...all), high: Math.max(...all) }]]));
    expect(largestDifference(outputs.y!, (await run(model, 1)).y!)).toBeLessThan(1e-5);
    const broken = { data: new Float32Array(192).fill(Infinity), shape: [1, 3, 8, 8] };
    await expect(session.run({ image: broken })).rejects.toThrow('activation image reaches Infinity');
    await session.release();
  });
});

describe('activationScale', () => {
  it('spreads 255 steps over the range and makes 0 exact', () => {
    expect(activationScale({ low: 0, high: 510 })).toEqual({ scale: 2, zeroPoint: 0 });
    expect(activationScale({ low: -1, high: 1.55 })).toEqual({ scale: Math.fround(0.01), zeroPoint: 100 });
    expect(activationScale({ low: -255, high: -10 })).toEqual({ scale: 1, zeroPoint: 255 });
    expect(activationScale({ low: 3, high: 25.5 }).zeroPoint).toBe(0);
    expect(activationScale({ low: 0, high: 0 }).scale).toBeGreaterThan(0);
  });
});

describe('quantise', () => {
  const integers = async (model: OnnxModel, keepFloat: (scope: string) => boolean): Promise<OnnxModel> => {
    const part = quantisedPart(model, keepFloat);
    const session = await createCalibrationSession(onnxRuntimeNode, model, part.rangeOf.values());
    for (let seed = 0; seed < 4; seed++) await session.run({ image: image(seed) });
    await session.release();
    return quantise(model, part, session.ranges);
  };

  it('takes convolutions and what can follow on integers, and nothing else', () => {
    const types = (keepFloat: (scope: string) => boolean): string[] =>
      [...quantisedPart(smallNetwork(), keepFloat).nodes].map(({ type }) => type);
    const all = ['Conv', 'Relu', 'MaxPool', 'Conv', 'Resize', 'Add'];
    expect(types((scope) => scope === 'head')).toEqual(all);
    // Without the convolution inside, the sum has a float side and stays float.
    expect(types((scope) => scope === 'head' || scope === 'inner')).toEqual(['Conv', 'Relu']);
    expect(types(() => true)).toEqual([]);
  });

  it('shares one range from a convolution through pooling', () => {
    const { rangeOf } = quantisedPart(smallNetwork(), (scope) => scope === 'head');
    const sources = [...rangeOf].filter(([value, source]) => value !== source);
    expect(sources).toHaveLength(2);
  });

  it('stays within a few steps of the float network', async () => {
    const model = smallNetwork();
    const [before, after] = [await run(model), await run(await integers(model, (scope) => scope === 'head'))];
    const largest = Math.max(...before.y!.map(Math.abs));
    const difference = largestDifference(before.y!, after.y!);
    expect(difference).toBeGreaterThan(0);
    expect(difference / largest).toBeLessThan(0.04);
  });

  it('keeps weights to 7 bits with a scale for each filter, so that 16-bit sums of two products hold', async () => {
    const quantised = await integers(smallNetwork(), () => false);
    const weights = quantised.initialisers.filter(
      ({ dtype, shape }) => dtype === 'int8' && shape.length === 4,
    );
    expect(weights).toHaveLength(3);
    for (const { bytes, shape } of weights) {
      const values = new Int8Array(bytes.buffer);
      const perFilter = values.length / shape[0]!;
      for (let k = 0; k < shape[0]!; k++) {
        const own = values.subarray(k * perFilter, (k + 1) * perFilter);
        expect(Math.max(...own.map(Math.abs))).toBe(64);
      }
    }
    expect(2 * 64 * 255).toBeLessThan(2 ** 15);
  });

  it('is exact where every number lies on the grid', async () => {
    const graph = new Graph('inference');
    const x = graph.input('image', [1, 3, 8, 8]);
    const y = conv2d(x, graph.parameter('weight', [1, 3, 1, 1], givenInitialiser([64, -32, 1])));
    const model = exported(graph, { y: add(y, 0) }, [64, -32, 1]);
    const part = quantisedPart(model, () => false);
    const convolution = model.nodes.find(({ type }) => type === 'Conv')!;
    const ranges = new Map([
      ['image', { low: 0, high: 255 }],
      // Sums −32·255 … 64·255 + 255 in steps of 97.
      [convolution.outputs[0]!, { low: -97 * 85, high: 97 * 170 }],
    ]);
    const session = await onnxRuntimeNode.createSession(encodeModel(quantise(model, part, ranges)));
    const values = Float32Array.from({ length: 192 }, (_, i) => (i * 37) % 256);
    const outputs = await session.run({ image: { data: values, shape: [1, 3, 8, 8] } });
    await session.release();
    const expected = Array.from({ length: 64 }, (_, i) => {
      const sum = 64 * values[i]! - 32 * values[64 + i]! + values[128 + i]!;
      return 97 * Math.round(sum / 97);
    });
    expect(expected.every((value) => value >= -97 * 85 && value <= 97 * 170)).toBe(true);
    expect(largestDifference(outputs.y!, Float32Array.from(expected))).toBeLessThan(1e-2);
  });
});
