import { describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { erf } from '../arithmetic/erf.js';
import { checkOperator } from '../operator-case.suite.js';
import { operatorText } from '../operator-text.suite.js';
import { elu } from './elu.js';
import { gelu } from './gelu.js';
import { leakyRelu } from './leaky-relu.js';
import { prelu } from './prelu.js';
import { selu } from './selu.js';
import { silu } from './silu.js';

/** The series of the error function, exact to float64 for the arguments here. */
function plainErf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 100; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

const inputs = [[3, 5]];

describe('activations', () => {
  checkOperator('erf', { inputs, build: erf, reference: (x) => x.map(plainErf) });
  checkOperator('gelu', {
    inputs,
    build: gelu,
    reference: (x) => x.map((v) => 0.5 * v * (1 + plainErf(v / Math.SQRT2))),
  });
  checkOperator('silu', { inputs, build: silu, reference: (x) => x.map((v) => v / (1 + Math.exp(-v))) });
  checkOperator('leakyRelu', {
    inputs,
    build: (x) => leakyRelu(x, 0.2),
    reference: (x) => x.map((v) => (v > 0 ? v : 0.2 * v)),
  });
  checkOperator('elu', {
    inputs,
    build: (x) => elu(x, 0.7),
    reference: (x) => x.map((v) => (v > 0 ? v : 0.7 * Math.expm1(v))),
  });
  checkOperator('selu', {
    inputs,
    build: selu,
    reference: (x) => x.map((v) => 1.0507009873554805 * (v > 0 ? v : 1.6732632423543772 * Math.expm1(v))),
  });
  checkOperator('prelu', {
    inputs: [[2, 3, 2, 2], [3]],
    build: (x, slope) => prelu(x, slope!),
    reference: (x, slope) => x.map((v, i) => (v > 0 ? v : slope[Math.floor(i / 4) % 3]! * v)),
  });

  it('refuse indices and a slope of another length', () => {
    const graph = new Graph('training');
    const indices = graph.input('indices', [2], 'int64');
    for (const [name, activation] of Object.entries({ erf, gelu, silu, leakyRelu, elu, selu }))
      expect(() => activation(indices)).toThrow(`${name}: computes on float32, got indices of int64`);
    expect(() => prelu(graph.input('x', [1, 3, 2, 2]), graph.input('slope', [2]))).toThrow(
      'prelu: the slope must be [C] for x of [B, C, …], got x [1, 3, 2, 2] and slope [2]',
    );
  });

  it('print as text', () => {
    const text = [erf, gelu, silu, leakyRelu, elu, selu].map((build) => operatorText((x) => build(x), [2]));
    expect(text.join('\n\n')).toMatchInlineSnapshot(`
      "t0 = Erf(a): [2]

      t0 = Mul(a, 0.5): [2]
      t1 = Mul(a, 0.707107): [2]
      t2 = Erf(t1): [2]
      t3 = Add(t2, 1): [2]
      t4 = Mul(t0, t3): [2]

      t0 = Sigmoid(a): [2]
      t1 = Mul(a, t0): [2]

      t0 = LeakyRelu(a) {alpha: 0.01}: [2]

      t0 = Elu(a) {alpha: 1}: [2]

      t0 = Elu(a) {alpha: 1.6732632423543772}: [2]
      t1 = Mul(t0, 1.0507): [2]"
    `);
    expect(operatorText((x, slope) => prelu(x, slope!), [1, 3, 2, 2], [3])).toMatchInlineSnapshot(`
      "t0 = Reshape(b, [3, 1, 1]): [3, 1, 1]
      t1 = PRelu(a, t0): [1, 3, 2, 2]"
    `);
  });
});
