import { describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { graphText } from '../../graph/graph-text.js';
import { constantInitialiser } from '../../graph/initialisers.js';
import type { Tensor } from '../../graph/tensor.js';
import { exportInference } from '../../program/export-inference.js';
import { compileTraining } from '../../program/training-program.js';
import { createInferenceSession } from '../../runtime/inference-session.js';
import { checkOperator } from '../operator-case.suite.js';
import { operatorText } from '../operator-text.suite.js';
import { reduceSum } from '../reductions/reduce-sum.js';
import { dropout } from './dropout.js';
import { normalNoise, uniformNoise } from './random-noise.js';

/** The values of several tensors, each twice, with the seeds fed. */
async function draw(
  seeds: readonly number[],
  build: (seed: Tensor) => Record<string, Tensor>,
): Promise<Record<string, Float32Array>[]> {
  const graph = new Graph('inference');
  const outputs = build(graph.input('seed', [seeds.length]));
  const state = {
    parameterLayout: [],
    parameters: new Float32Array(),
    statisticLayout: [],
    statistics: new Float32Array(),
  };
  const session = await createInferenceSession(exportInference(graph, outputs, state, {}));
  const feeds = { seed: { data: Float32Array.from(seeds), shape: [seeds.length] } };
  const copy = async (): Promise<Record<string, Float32Array>> =>
    Object.fromEntries(Object.entries(await session.run(feeds)).map(([name, list]) => [name, list.slice()]));
  const runs = [await copy(), await copy()];
  await session.release();
  return runs;
}

/** Sum of (x − centre) · (y − centre), in standard deviations of its sum for independent numbers of this variance. */
function correlation(x: ArrayLike<number>, y: ArrayLike<number>, centre: number, variance: number): number {
  const length = Math.min(x.length, y.length);
  let sum = 0;
  for (let i = 0; i < length; i++) sum += (x[i]! - centre) * (y[i]! - centre);
  return sum / variance / Math.sqrt(length);
}

/** The generator in exact integers. */
function plainNoise(seed: number, stream: number, count: number): number[] {
  const prime = 1073741789n;
  const cube = (v: bigint): bigint => (v * v * v) % prime;
  const scramble = (v: bigint): bigint => cube(cube(v % prime) + 12345n);
  const k = scramble(BigInt(seed) * 715225739n + BigInt(stream) * 100663319n);
  return Array.from({ length: count }, (_, i) => {
    const r = scramble(BigInt(i) * 381946157n);
    return Number(cube(cube(r + k) + k) >> 6n) / 2 ** 24;
  });
}

describe('random noise', () => {
  it('is the same on every run, as exact integers have it', async () => {
    const seeds = [3, 16777215];
    const [first, again] = await draw(seeds, (seed) => ({
      a: uniformNoise(seed, [2, 3]),
      b: uniformNoise(seed, [6]),
    }));
    expect(again).toEqual(first);
    expect([...first!.a!]).toEqual(seeds.flatMap((seed) => plainNoise(seed, 0, 6)));
    expect([...first!.b!]).toEqual(seeds.flatMap((seed) => plainNoise(seed, 1, 6)));
  });

  it('behaves as independent numbers among indices, seeds and calls', async () => {
    const seeds = Array.from({ length: 100 }, (_, i) => i);
    const [run] = await draw(seeds, (seed) => ({
      a: uniformNoise(seed, [500]),
      b: uniformNoise(seed, [500]),
      normal: normalNoise(seed, [500]),
    }));
    const { a, b, normal } = run as { a: Float32Array; b: Float32Array; normal: Float32Array };
    expect(Math.min(...a)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...a)).toBeLessThan(1);
    const ones = new Float32Array(a.length).fill(1.5);
    const uniform = 1 / 12;
    // Four standard deviations; the numbers are the same in every run, so this passes always or never.
    expect(Math.abs(correlation(a, ones, 0.5, Math.sqrt(uniform)))).toBeLessThan(4);
    expect(Math.abs(correlation(a, b, 0.5, uniform))).toBeLessThan(4);
    for (const lag of [1, 2, 10, 500, 501])
      expect(Math.abs(correlation(a, a.subarray(lag), 0.5, uniform))).toBeLessThan(4);
    const counts = new Array<number>(32).fill(0);
    for (const value of a) counts[Math.floor(32 * value)]! += 1;
    const expected = a.length / 32;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(31 + 4 * Math.sqrt(62));

    const moment = (power: number): number =>
      normal.reduce((sum, value) => sum + value ** power, 0) / normal.length;
    const deviation = 1 / Math.sqrt(normal.length);
    expect(Math.abs(moment(1))).toBeLessThan(4 * deviation);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2) * deviation);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96) * deviation);
  });

  it('refuses a seed that is no list and sizes that are none', () => {
    const graph = new Graph('training');
    expect(() => uniformNoise(graph.input('seed', [2, 1]), [3])).toThrow(
      'uniformNoise: the seed must be [B], got seed [2, 1]',
    );
    expect(() => uniformNoise(graph.input('other', [2]), [0])).toThrow(
      'uniformNoise: sizes must be whole and positive, got [0]',
    );
  });

  it('prints as text', () => {
    const ofNormal = operatorText((seed) => normalNoise(seed, [3]), [2]).split('\n');
    expect(ofNormal.slice(-7).join('\n')).toMatchInlineSnapshot(`
      "t86 = Sub(1, t42): [2, 3]
      t87 = Log(t86): [2, 3]
      t88 = Mul(t87, -2): [2, 3]
      t89 = Mul(t85, 6.28319): [2, 3]
      t90 = Sqrt(t88): [2, 3]
      t91 = Cos(t89): [2, 3]
      t92 = Mul(t90, t91): [2, 3]"
    `);
    expect(operatorText((seed) => uniformNoise(seed, [3]), [2])).toMatchInlineSnapshot(`
      "t0 = Cast(a) {to: 7}: [2]
      t1 = Range(0, 3, 1): [3]
      t2 = Mod(t0, 1073741789): [2]
      t3 = Mul(t2, 715225739): [2]
      t4 = Add(t3, 0): [2]
      t5 = Mod(t4, 1073741789): [2]
      t6 = Mul(t5, t5): [2]
      t7 = Mod(t6, 1073741789): [2]
      t8 = Mul(t7, t5): [2]
      t9 = Mod(t8, 1073741789): [2]
      t10 = Add(t9, 12345): [2]
      t11 = Mul(t10, t10): [2]
      t12 = Mod(t11, 1073741789): [2]
      t13 = Mul(t12, t10): [2]
      t14 = Mod(t13, 1073741789): [2]
      t15 = Reshape(t14, [2, 1]): [2, 1]
      t16 = Mod(t1, 1073741789): [3]
      t17 = Mul(t16, 381946157): [3]
      t18 = Add(t17, 0): [3]
      t19 = Mod(t18, 1073741789): [3]
      t20 = Mul(t19, t19): [3]
      t21 = Mod(t20, 1073741789): [3]
      t22 = Mul(t21, t19): [3]
      t23 = Mod(t22, 1073741789): [3]
      t24 = Add(t23, 12345): [3]
      t25 = Mul(t24, t24): [3]
      t26 = Mod(t25, 1073741789): [3]
      t27 = Mul(t26, t24): [3]
      t28 = Mod(t27, 1073741789): [3]
      t29 = Reshape(t28, [1, 3]): [1, 3]
      t30 = Add(t29, t15): [2, 3]
      t31 = Mul(t30, t30): [2, 3]
      t32 = Mod(t31, 1073741789): [2, 3]
      t33 = Mul(t32, t30): [2, 3]
      t34 = Mod(t33, 1073741789): [2, 3]
      t35 = Add(t34, t15): [2, 3]
      t36 = Mul(t35, t35): [2, 3]
      t37 = Mod(t36, 1073741789): [2, 3]
      t38 = Mul(t37, t35): [2, 3]
      t39 = Mod(t38, 1073741789): [2, 3]
      t40 = Div(t39, 64): [2, 3]
      t41 = Cast(t40) {to: 1}: [2, 3]
      t42 = Mul(t41, 5.96046e-8): [2, 3]"
    `);
  });
});

describe('dropout', () => {
  const uniform = (value: number): number => Math.abs(value) % 1;
  checkOperator('dropout of elements', {
    inputs: [
      [2, 6],
      [2, 6],
    ],
    domain: uniform,
    build: (x, noise) => dropout(x, 0.4, noise!),
    reference: (x, noise) => x.map((value, i) => (noise[i]! < 0.4 ? 0 : value / 0.6)),
    withoutGradient: [1],
    sameInInference: false,
  });
  checkOperator('dropout of channels', {
    inputs: [
      [2, 3, 2],
      [2, 3, 1],
    ],
    domain: uniform,
    build: (x, noise) => dropout(x, 0.4, noise!),
    reference: (x, noise) => x.map((value, i) => (noise[i >> 1]! < 0.4 ? 0 : value / 0.6)),
    withoutGradient: [1],
    sameInInference: false,
  });
  it('drops by the fed seed alone', async () => {
    const graph = new Graph('training');
    const x = graph.parameter('x', [2, 8], constantInitialiser(1));
    const y = dropout(x, 0.5, uniformNoise(graph.input('seed', [2]), [8]));
    const session = await createInferenceSession(compileTraining(graph, { loss: reduceSum(y) }).onnx);
    for (const seeds of [
      [5, 6],
      [7, 5],
      [5, 6],
    ]) {
      const { gradient } = await session.run({
        parameters: { data: new Float32Array(16).fill(1), shape: [16] },
        seed: { data: Float32Array.from(seeds), shape: [2] },
      });
      const expected = seeds.flatMap((seed) => plainNoise(seed, 0, 8).map((u) => (u < 0.5 ? 0 : 2)));
      expect([...gradient!]).toEqual(expected);
    }
    await session.release();
  });
  it('prints as text', () => {
    const graph = new Graph('training');
    dropout(graph.input('x', [2, 3]), 0.2, graph.input('noise', [2, 1]));
    expect(graphText(graph)).toMatchInlineSnapshot(`
      "input x: float32 [2, 3]
      input noise: float32 [2, 1]
      t0 = Sub(noise, 0.2): [2, 1]
      t1 = HardSigmoid(t0) {alpha: 1e+30, beta: 1}: [2, 1]
      t2 = Mul(t1, 1.25): [2, 1]
      t3 = Mul(x, t2): [2, 3]"
    `);
  });
  it('is nothing in inference', () => {
    const x = new Graph('inference').input('x', [3]);
    expect(dropout(x, 0.5)).toBe(x);
  });
  it('refuses to go without noise in training, a rate of 1 and noise that is larger than x', () => {
    const graph = new Graph('training');
    const x = graph.input('x', [1, 3]);
    expect(() => dropout(x, 0.5)).toThrow('dropout: in training x needs noise, got none');
    expect(() => dropout(x, 1, x)).toThrow('dropout: the rate must be from 0 to below 1, got 1');
    expect(() => dropout(x, 0.5, graph.input('noise', [2, 1]))).toThrow(
      'dropout: the noise must broadcast to x, got x [1, 3] and noise [2, 1]',
    );
  });
});
