import { describe, expect, it } from 'vitest';
import { Graph } from '../graph/graph.js';
import { constantInitialiser, normalInitialiser } from '../graph/initialisers.js';
import { tanh } from '../operators/activations/tanh.js';
import { multiply } from '../operators/arithmetic/multiply.js';
import { square } from '../operators/arithmetic/square.js';
import { matmul } from '../operators/products/matmul.js';
import { reduceSum } from '../operators/reductions/reduce-sum.js';
import { createInferenceSession } from '../runtime/inference-session.js';
import { compileTraining } from './training-program.js';

describe('compileTraining', () => {
  it('lays parameters out in the order of creation and gives no gradient to those that the loss does not read', async () => {
    const graph = new Graph('training');
    const a = graph.parameter('a', [2], constantInitialiser(3));
    graph.parameter('unused', [2, 2], constantInitialiser(5));
    const b = graph.parameter('b', [1], constantInitialiser(2));
    const program = compileTraining(graph, { loss: reduceSum(multiply(square(a), b)) });
    expect(program.parameters).toEqual([
      { name: 'a', shape: [2], offset: 0 },
      { name: 'unused', shape: [2, 2], offset: 2 },
      { name: 'b', shape: [1], offset: 6 },
    ]);
    const { parameters } = program.initialState(0);
    expect([...parameters]).toEqual([3, 3, 5, 5, 5, 5, 2]);
    const session = await createInferenceSession(program.onnx);
    const outputs = await session.run({ parameters: { data: parameters, shape: [7] } });
    await session.release();
    // L = 2·(3² + 3²); dL/da = 2ab, dL/db = Σ a².
    expect([...outputs.loss!]).toEqual([36]);
    expect([...outputs.gradient!]).toEqual([12, 12, 18]);
    expect(program.gradients).toEqual([
      { name: 'a', shape: [2], offset: 0 },
      { name: 'b', shape: [1], offset: 2 },
    ]);
  });

  it('gives a parameter the same first values whatever else the network holds', () => {
    const network = (extra: boolean): Float32Array => {
      const graph = new Graph('training');
      if (extra) graph.parameter('first', [5], normalInitialiser(1));
      const x = graph.parameter('x', [4], normalInitialiser(1));
      return compileTraining(graph, { loss: reduceSum(x) })
        .initialState(8)
        .parameters.slice(-4);
    };
    expect(network(true)).toEqual(network(false));
  });

  it('works backward only as far as the parameters that are trained', () => {
    const chain = (frozen: (name: string) => boolean, trains?: (name: string) => boolean) => {
      const graph = new Graph('training', frozen);
      let y = graph.input('x', [4, 8]);
      for (const name of ['first', 'middle', 'last'])
        y = tanh(matmul(y, graph.parameter(name, [8, 8], normalInitialiser(1))));
      const { model, gradients } = compileTraining(
        graph,
        { loss: reduceSum(y) },
        { ...(trains && { trains }) },
      );
      const products = model.nodes.filter(({ type }) => type.includes('MatMul')).length;
      return { products, gradients: gradients.map(({ name }) => name) };
    };
    const none = (): boolean => false;
    // Three forward, three for the weights, two on the way back.
    expect(chain(none)).toEqual({ products: 8, gradients: ['first', 'middle', 'last'] });
    expect(chain((name) => name !== 'last')).toEqual({ products: 4, gradients: ['last'] });
    expect(chain(none, (name) => name === 'last')).toEqual({ products: 4, gradients: ['last'] });
    // The way leads through the middle, but its weight needs no gradient.
    expect(chain((name) => name === 'middle')).toEqual({ products: 7, gradients: ['first', 'last'] });
    expect(() => chain(() => true)).toThrow('no parameter to train, all are frozen');
  });

  it('refuses a loss that is no scalar, no parameter, and inference mode', () => {
    const graph = new Graph('training');
    const x = graph.parameter('x', [2], constantInitialiser(0));
    expect(() => compileTraining(graph, { loss: x })).toThrow('loss must be a scalar, got [2]');
    const metrics = { error: x };
    expect(() => compileTraining(graph, { loss: reduceSum(x), metrics })).toThrow('error must be a scalar');
    const empty = new Graph('training');
    const constant = empty.constant(1);
    expect(() => compileTraining(empty, { loss: constant })).toThrow('no parameter to train');
    const inference = new Graph('inference');
    expect(() => compileTraining(inference, { loss: inference.constant(1) })).toThrow("'training' mode");
  });
});
