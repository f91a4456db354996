import { describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { checkOperator } from '../operator-case.suite.js';
import { operatorText } from '../operator-text.suite.js';
import { crossEntropy } from './cross-entropy.js';

/** −Σ target · log softmax over three classes, which lie `stride` apart from `first`. */
function ofOne(
  logits: Float64Array,
  first: number,
  stride: number,
  target: (klass: number) => number,
): number {
  const values = [0, 1, 2].map((klass) => logits[first + klass * stride]!);
  const total = Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0));
  return values.reduce((sum, value, klass) => sum + target(klass) * (total - value), 0);
}

describe('crossEntropy', () => {
  checkOperator('crossEntropy of classes', {
    inputs: [[2, 3, 2]],
    build: (logits) => crossEntropy(logits, logits.graph.constant([2, 0, 1, 2], [2, 2])),
    reference: (logits) => {
      const classes = [2, 0, 1, 2];
      const each = classes.map((klass, i) =>
        ofOne(logits, Math.floor(i / 2) * 6 + (i % 2), 2, (k) => (k === klass ? 1 : 0)),
      );
      return [each.reduce((a, b) => a + b) / 4];
    },
  });
  checkOperator('crossEntropy of shares, last axis', {
    inputs: [
      [2, 3],
      [2, 3],
    ],
    build: (logits, target) => crossEntropy(logits, target!, -1),
    reference: (logits, target) => {
      const each = [0, 1].map((row) => ofOne(logits, 3 * row, 1, (k) => target[3 * row + k]!));
      return [(each[0]! + each[1]!) / 2];
    },
  });

  it('refuses a target of another shape', () => {
    const graph = new Graph('training');
    expect(() => crossEntropy(graph.input('logits', [2, 3, 4]), graph.input('classes', [2]))).toThrow(
      'crossEntropy: the target must have the shape of the logits, or that without axis 1, ' +
        'got logits [2, 3, 4] and classes [2]',
    );
  });

  it('prints as text', () => {
    expect(
      operatorText((logits, classes) => crossEntropy(logits, classes!), [2, 3], [2]),
    ).toMatchInlineSnapshot(`
      "t0 = Cast(b) {to: 7}: [2]
      t1 = OneHot(t0, [3], [0, 1]) {axis: 1}: [2, 3]
      t2 = LogSoftmax(a) {axis: 1}: [2, 3]
      t3 = Mul(t2, t1): [2, 3]
      t4 = ReduceSum(t3, [0, 1]) {keepdims: 0}: []
      t5 = Mul(t4, -0.5): []"
    `);
  });
});
