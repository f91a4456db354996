import { describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { givenInitialiser } from '../../graph/initialisers.js';
import type { Tensor } from '../../graph/tensor.js';
import { compileTraining } from '../../program/training-program.js';
import { createInferenceSession } from '../../runtime/inference-session.js';
import { sigmoid } from '../activations/sigmoid.js';
import { multiply } from '../arithmetic/multiply.js';
import { step } from '../comparisons/step.js';
import { expectClose } from '../operator-case.suite.js';
import { operatorText } from '../operator-text.suite.js';
import { reduceSum } from '../reductions/reduce-sum.js';
import { reverseGradient } from './reverse-gradient.js';
import { straightThrough } from './straight-through.js';

/** Loss Σ w·build(x) with w = 1, 2, 3, 4 and its gradient to x, for each of the values fed. */
async function lossAndGradient(
  x: readonly number[],
  build: (x: Tensor, fed: Tensor) => Tensor,
  feeds: readonly (readonly number[])[],
): Promise<{ loss: number; gradient: number[] }[]> {
  const graph = new Graph('training');
  const parameter = graph.parameter('x', [2, 2], givenInitialiser(x));
  const fedShape = [2, 1];
  const y = build(parameter, graph.input('fed', fedShape));
  const loss = reduceSum(multiply(y, graph.constant([1, 2, 3, 4], [2, 2])));
  const session = await createInferenceSession(compileTraining(graph, { loss }).onnx);
  const results: { loss: number; gradient: number[] }[] = [];
  for (const fed of feeds) {
    const outputs = await session.run({
      parameters: { data: Float32Array.from(x), shape: [4] },
      fed: { data: Float32Array.from(fed), shape: fedShape },
    });
    results.push({ loss: outputs.loss![0]!, gradient: [...outputs.gradient!] });
  }
  await session.release();
  return results;
}

describe('straightThrough', () => {
  it('takes the value of one and gives the gradient to the other', async () => {
    const x = [-1, 0.5, 2, -0.3];
    const sigmoids = x.map((value) => 1 / (1 + Math.exp(-value)));
    const build = (value: Tensor, fed: Tensor): Tensor =>
      multiply(straightThrough(sigmoid(value), step(value)), fed);
    const [result] = await lossAndGradient(x, build, [[1, 1]]);
    // The hard choice is 0, 1, 1, 0 with weights 1, 2, 3, 4; the gradient is that of the sigmoid.
    expect(result!.loss).toBeCloseTo(5, 5);
    expectClose(
      result!.gradient,
      sigmoids.map((s, i) => (i + 1) * s * (1 - s)),
      1e-5,
    );
  });
  it('refuses shapes that differ', () => {
    const graph = new Graph('training');
    expect(() => straightThrough(graph.input('soft', [2, 3]), graph.input('hard', [3]))).toThrow(
      'straightThrough: both shapes must be equal, got soft [2, 3] and hard [3]',
    );
  });
});

describe('reverseGradient', () => {
  it('keeps the value and turns the gradient, by a coefficient fed for each sample', async () => {
    const results = await lossAndGradient([1, 2, 3, 4], reverseGradient, [
      [0.5, 0.5],
      [0, 2],
    ]);
    for (const { loss } of results) expect(loss).toBeCloseTo(30, 5);
    expectClose(results[0]!.gradient, [-0.5, -1, -1.5, -2], 1e-6);
    expectClose(results[1]!.gradient, [0, 0, -6, -8], 1e-6);
  });
  it('takes 1 for a coefficient where none is given', async () => {
    const build = (x: Tensor, fed: Tensor): Tensor => multiply(reverseGradient(x), fed);
    const [result] = await lossAndGradient([1, 2, 3, 4], build, [[1, 1]]);
    expectClose(result!.gradient, [-1, -2, -3, -4], 1e-6);
  });
  it('refuses a coefficient that is larger than x', () => {
    const graph = new Graph('training');
    expect(() => reverseGradient(graph.input('x', [1, 3]), graph.input('c', [2, 1]))).toThrow(
      'reverseGradient: the coefficient must broadcast to x, got x [1, 3] and c [2, 1]',
    );
  });
});

it('both print as text', () => {
  expect(operatorText((soft, hard) => straightThrough(soft, hard!), [2], [2])).toMatchInlineSnapshot(
    `"t0 = Identity(b): [2]"`,
  );
  expect(operatorText((x) => reverseGradient(x, 0.5), [2])).toMatchInlineSnapshot(`"t0 = Identity(a): [2]"`);
});
