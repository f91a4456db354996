import { describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { checkOperator } from '../operator-case.suite.js';
import { broadcastTo } from '../shapes/broadcast.js';
import { add } from './add.js';
import { divide } from './divide.js';
import { multiply } from './multiply.js';
import { negate } from './negate.js';
import { subtract } from './subtract.js';

type Binary = (a: number, b: number) => number;
const operators = { add, subtract, multiply, divide };
const references: Record<keyof typeof operators, Binary> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
};
const awayFromZero = (value: number): number => value + Math.sign(value);

for (const [name, build] of Object.entries(operators)) {
  const reference = references[name as keyof typeof operators];
  describe(name, () => {
    checkOperator(`${name} of equal shapes`, {
      inputs: [
        [2, 3],
        [2, 3],
      ],
      domain: awayFromZero,
      build,
      reference: (a, b) => a.map((value, i) => reference(value, b[i]!)),
    });
    checkOperator(`${name} with broadcasting on both sides`, {
      inputs: [
        [2, 1, 3],
        [4, 1],
      ],
      domain: awayFromZero,
      build,
      reference: (a, b) =>
        Float64Array.from({ length: 24 }, (_, i) =>
          reference(a[Math.floor(i / 12) * 3 + (i % 3)]!, b[Math.floor(i / 3) % 4]!),
        ),
    });
    checkOperator(`${name} with a number`, {
      inputs: [[3]],
      build: (a) => build(a, 2.5),
      reference: (a) => a.map((value) => reference(value, 2.5)),
    });
    it('refuses shapes that do not broadcast', () => {
      const graph = new Graph('training');
      expect(() => build(graph.input('a', [2, 3]), graph.input('b', [2, 4]))).toThrow(
        `${name}: sizes, aligned at the last axis, must be equal or 1, got a [2, 3] and b [2, 4]`,
      );
    });
  });
}

describe('a tensor read several times', () => {
  checkOperator('x·x + x·y − y', {
    inputs: [[3], [3]],
    build: (x, y) => subtract(add(multiply(x, x), multiply(x, y!)), y!),
    reference: (x, y) => x.map((value, i) => value * value + value * y[i]! - y[i]!),
  });
});

describe('negate', () => {
  checkOperator('negate', { inputs: [[4]], build: negate, reference: (x) => x.map((value) => -value) });
});

describe('broadcastTo', () => {
  checkOperator('broadcastTo', {
    inputs: [[2, 1]],
    build: (x) => broadcastTo(x, [3, 2, 2]),
    reference: (x) => Float64Array.from({ length: 12 }, (_, i) => x[Math.floor(i / 2) % 2]!),
  });
  it('refuses to shrink', () => {
    const x = new Graph('training').input('x', [3]);
    expect(() => broadcastTo(x, [2])).toThrow('broadcastTo: sizes');
  });
});

describe('arithmetic on one graph', () => {
  it('refuses what is neither a tensor nor a number', () => {
    const a = new Graph('training').input('a', [2]);
    for (const [operand, got] of [
      [undefined, 'undefined'],
      ['1', 'string'],
      [null, 'object'],
    ] as const)
      expect(() => add(a, operand as never)).toThrow(`must be a tensor or a number, got ${got}`);
  });

  it('refuses a tensor of another graph', () => {
    const a = new Graph('training').input('a', [2]);
    const b = new Graph('training').input('b', [2]);
    expect(() => add(a, b)).toThrow('b belongs to another graph');
  });
  it('refuses integers', () => {
    const graph = new Graph('training');
    expect(() => add(graph.input('a', [2]), graph.integers([1, 2]))).toThrow('add: computes on float32');
  });
});
