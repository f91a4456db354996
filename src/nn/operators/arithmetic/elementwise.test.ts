import { describe, expect, it } from 'vitest';
import { Graph } from '../../graph/graph.js';
import { relu } from '../activations/relu.js';
import { sigmoid } from '../activations/sigmoid.js';
import { softplus } from '../activations/softplus.js';
import { tanh } from '../activations/tanh.js';
import { clip } from '../comparisons/clip.js';
import { checkOperator } from '../operator-case.suite.js';
import { abs } from './abs.js';
import { exp } from './exp.js';
import { log } from './log.js';
import { sqrt } from './sqrt.js';
import { square } from './square.js';

const positive = (value: number): number => 0.3 + Math.abs(value);

describe('operators of one argument', () => {
  const inputs = [[3, 5]];
  checkOperator('exp', { inputs, build: exp, reference: (x) => x.map(Math.exp) });
  checkOperator('log', { inputs, domain: positive, build: log, reference: (x) => x.map(Math.log) });
  checkOperator('sqrt', { inputs, domain: positive, build: sqrt, reference: (x) => x.map(Math.sqrt) });
  checkOperator('square', { inputs, build: square, reference: (x) => x.map((v) => v * v) });
  checkOperator('abs', { inputs, build: abs, reference: (x) => x.map(Math.abs) });
  checkOperator('relu', { inputs, build: relu, reference: (x) => x.map((v) => Math.max(v, 0)) });
  checkOperator('tanh', { inputs, build: tanh, reference: (x) => x.map(Math.tanh) });
  checkOperator('sigmoid', {
    inputs,
    build: sigmoid,
    reference: (x) => x.map((v) => 1 / (1 + Math.exp(-v))),
  });
  checkOperator('softplus', {
    inputs,
    build: softplus,
    reference: (x) => x.map((v) => Math.log1p(Math.exp(v))),
  });
  checkOperator('clip', {
    inputs,
    build: (x) => clip(x, -0.5, 0.8),
    reference: (x) => x.map((v) => Math.min(Math.max(v, -0.5), 0.8)),
  });
});

describe('shape and value errors', () => {
  it('clip refuses an empty range', () => {
    expect(() => clip(new Graph('training').input('x', [1]), 2, 1)).toThrow(
      'clip: low must be below high, got 2',
    );
  });
});
