import { describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { checkOperator } from '../operator-case.suite.js';
import { operatorText } from '../operator-text.suite.js';
import { gather } from './gather.js';
import { takeAlongAxis } from './take-along-axis.js';

const input = (name: string, shape: number[]) => new Graph('training').input(name, shape);

describe('gather', () => {
  checkOperator('gather of fed indices, one twice', {
    inputs: [[2, 3]],
    build: (x) => gather(x, x.graph.constant([2, 0, 2, 1], [4]), 1),
    reference: (x) => [0, 3].flatMap((row) => [2, 0, 2, 1].map((column) => x[row + column]!)),
  });

  it('refuses indices that are none, lie outside or have axes of their own', () => {
    const x = input('x', [2, 3]);
    expect(() => gather(x, [0, 3], 1)).toThrow(
      'gather: the indices [0, 3] must lie within axis 1, got x [2, 3]',
    );
    expect(() => gather(x, [], 1)).toThrow('gather: indices must be whole and not negative, got []');
    expect(() => gather(x, x.graph.input('places', [2, 2]), 1)).toThrow(
      'gather: the indices must be [M], got x [2, 3] and',
    );
  });

  it('prints as text', () => {
    expect(operatorText((x) => gather(x, [1, 1], 0), [2, 3])).toMatchInlineSnapshot(
      `"t0 = Gather(a, [1, 1]) {axis: 0}: [2, 3]"`,
    );
  });
});

describe('takeAlongAxis', () => {
  checkOperator('takeAlongAxis, an element picked twice', {
    inputs: [[2, 3]],
    build: (x) => takeAlongAxis(x, x.graph.constant([2, 2, 0, 1], [2, 2]), 1),
    reference: (x) => [x[2]!, x[2]!, x[3]!, x[4]!],
  });
  checkOperator('takeAlongAxis along the first axis', {
    inputs: [[3, 2]],
    build: (x) => takeAlongAxis(x, x.graph.integers([1, 2], [1, 2]), 0),
    reference: (x) => [x[2]!, x[5]!],
  });

  it('refuses indices of another shape', () => {
    const x = input('x', [2, 3]);
    expect(() => takeAlongAxis(x, x.graph.input('places', [3, 1]), 1)).toThrow(
      'takeAlongAxis: the indices must be shaped as x but for axis 1, got x [2, 3] and places [3, 1]',
    );
    expect(() => takeAlongAxis(x, x.graph.input('row', [2]), 1)).toThrow('and row [2]');
  });

  it('prints as text', () => {
    expect(operatorText((x, i) => takeAlongAxis(x, i!, -1), [2, 3], [2, 1])).toMatchInlineSnapshot(`
      "t0 = Cast(b) {to: 7}: [2, 1]
      t1 = GatherElements(a, t0) {axis: 1}: [2, 1]"
    `);
  });
});
