import { describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { givenInitialiser } from '../../graph/initialisers.js';
import { compileTraining } from '../../program/training-program.js';
import { createInferenceSession } from '../../runtime/inference-session.js';
import { add } from '../arithmetic/add.js';
import { power } from '../arithmetic/power.js';
import { checkOperator, expectClose } from '../operator-case.suite.js';
import { operatorText } from '../operator-text.suite.js';
import { reduceMin } from '../reductions/reduce-min.js';
import { reduceSum } from '../reductions/reduce-sum.js';
import { maximum } from './maximum.js';
import { minimum } from './minimum.js';

const pairs = [
  [2, 1, 3],
  [4, 1],
];
/** Calls `f` with the elements of arguments of the shapes above. */
const broadcast = (a: Float64Array, b: Float64Array, f: (a: number, b: number) => number): Float64Array =>
  Float64Array.from({ length: 24 }, (_, i) =>
    f(a[Math.floor(i / 12) * 3 + (i % 3)]!, b[Math.floor(i / 3) % 4]!),
  );

describe('minimum and maximum', () => {
  checkOperator('minimum', {
    inputs: pairs,
    build: (a, b) => minimum(a, b!),
    reference: (a, b) => broadcast(a, b, Math.min),
  });
  checkOperator('maximum', {
    inputs: pairs,
    build: (a, b) => maximum(a, b!),
    reference: (a, b) => broadcast(a, b, Math.max),
  });

  it('share the gradient of equal elements', async () => {
    const graph = new Graph('training');
    const [a, b] = [
      graph.parameter('a', [2], givenInitialiser([1, 2])),
      graph.parameter('b', [2], givenInitialiser([1, 3])),
    ];
    const program = compileTraining(graph, { loss: reduceSum(add(minimum(a, b), maximum(a, 2))) });
    const session = await createInferenceSession(program.onnx);
    const { gradient } = await session.run({
      parameters: { data: Float32Array.of(1, 2, 1, 3), shape: [4] },
    });
    await session.release();
    // minimum: ½ and 1 to a, ½ and 0 to b; maximum with 2: 0 and ½ to a.
    expectClose(gradient!, [0.5, 1.5, 0.5, 0], 1e-6);
  });

  it('refuse shapes that do not broadcast', () => {
    const graph = new Graph('training');
    const [a, b] = [graph.input('a', [2, 3]), graph.input('b', [2, 4])];
    for (const [name, operator] of Object.entries({ minimum, maximum, power }))
      expect(() => operator(a, b)).toThrow(
        `${name}: sizes, aligned at the last axis, must be equal or 1, got a [2, 3] and b [2, 4]`,
      );
  });

  it('print as text', () => {
    expect(operatorText((a, b) => power(minimum(a, maximum(b!, 0)), 3), [2, 3], [3])).toMatchInlineSnapshot(`
      "t0 = Max(b, 0): [3]
      t1 = Min(a, t0): [2, 3]
      t2 = Pow(t1, 3): [2, 3]"
    `);
    expect(operatorText((a) => reduceMin(a, [1]), [2, 3])).toMatchInlineSnapshot(
      `"t0 = ReduceMin(a) {axes: [1], keepdims: 0}: [2]"`,
    );
  });
});

describe('reduceMin', () => {
  checkOperator('reduceMin of an axis', {
    inputs: [[2, 3, 4]],
    build: (x) => reduceMin(x, [1]),
    reference: (x) =>
      Array.from({ length: 8 }, (_, i) =>
        Math.min(...[0, 1, 2].map((j) => x[Math.floor(i / 4) * 12 + j * 4 + (i % 4)]!)),
      ),
  });
  it('refuses an axis that is not there', () => {
    expect(() => reduceMin(new Graph('training').input('x', [2]), [1])).toThrow(
      'reduceMin: axis 1 must lie within the rank 1',
    );
  });
});

describe('power', () => {
  checkOperator('power of a trained exponent', {
    inputs: pairs,
    domain: (value) => 0.3 + Math.abs(value),
    build: (a, b) => power(a, b!),
    reference: (a, b) => broadcast(a, b, (base, exponent) => base ** exponent),
    tolerance: 1e-4,
  });
  checkOperator('power of a number', {
    inputs: [[3, 2]],
    build: (x) => power(x, 3),
    reference: (x) => x.map((v) => v ** 3),
  });
});
