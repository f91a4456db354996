import { describe, expect, it } from 'vitest';
import { Graph } from '../graph/graph.js';
import { givenInitialiser } from '../graph/initialisers.js';
import { relu } from '../operators/activations/relu.js';
import { add } from '../operators/arithmetic/add.js';
import { square } from '../operators/arithmetic/square.js';
import { addBias } from '../operators/convolution/add-bias.js';
import { conv2d } from '../operators/convolution/conv2d.js';
import { reduceSum } from '../operators/reductions/reduce-sum.js';
import { onnxRuntimeNode } from '../runtime/onnxruntime-node.js';
import { fuseSums } from './fused-sums.js';
import { compileTraining } from './training-program.js';

const shape = [1, 2, 2, 2];

describe('fuseSums', () => {
  it('joins a 1×1 convolution and the sum that alone reads it', () => {
    const graph = new Graph('training');
    const x = graph.input('x', shape);
    const y = add(relu(x), conv2d(x, graph.parameter('w', [2, 2, 1, 1], givenInitialiser([1, 2, 3, 4]))));
    const [first, fused, ...others] = fuseSums(graph.nodes, graph.shapes);
    expect(first!.type).toBe('Relu');
    expect(fused).toMatchObject({
      type: 'FusedConv',
      inputs: ['x', 'w', '', first!.outputs[0]],
      outputs: [y.name],
    });
    expect(others).toEqual([]);
  });

  it('hands a bias to the convolution', () => {
    const graph = new Graph('training');
    const x = graph.input('x', shape);
    const w = graph.parameter('w', [2, 2, 1, 1], givenInitialiser([1, 2, 3, 4]));
    const y = addBias(conv2d(x, w), graph.parameter('bias', [2], givenInitialiser([5, 6])));
    const types = fuseSums(graph.nodes, graph.shapes).map(({ type, inputs }) => [type, ...inputs]);
    expect(types.at(-1)).toEqual(['Conv', 'x', 'w', 'bias']);
    expect(fuseSums(graph.nodes, graph.shapes).at(-1)!.outputs).toEqual([y.name]);
    expect(types.filter(([type]) => type === 'Add' || type === 'Conv')).toHaveLength(1);
  });

  it('leaves what others read, larger kernels and sums that broadcast', () => {
    const types = (build: (graph: Graph) => void): string[] => {
      const graph = new Graph('training');
      build(graph);
      return fuseSums(graph.nodes, graph.shapes).map(({ type }) => type);
    };
    const weight = (graph: Graph, kernel: number) =>
      graph.parameter('w', [2, 2, kernel, kernel], givenInitialiser(new Array(8 * kernel).fill(1)));
    const readTwice = types((graph) => {
      const x = graph.input('x', shape);
      const y = conv2d(x, weight(graph, 1));
      add(add(x, y), y);
    });
    expect(readTwice).toEqual(['Conv', 'Add', 'Add']);
    const large = types((graph) => {
      const x = graph.input('x', shape);
      add(x, conv2d(x, weight(graph, 3), { padding: 1 }));
    });
    expect(large).toEqual(['Conv', 'Add']);
    const broadcast = types((graph) => {
      add(graph.input('one', [1, 1, 1, 1]), conv2d(graph.input('x', shape), weight(graph, 1)));
    });
    expect(broadcast).toEqual(['Conv', 'Add']);
  });

  it('computes the sum, also where the other summand is read again', async () => {
    const graph = new Graph('training');
    const x = graph.input('x', shape);
    const doubled = add(x, x);
    const w = graph.parameter('w', [2, 2, 1, 1], givenInitialiser([1, 2, 3, 4]));
    const y = add(doubled, conv2d(x, w));
    const program = compileTraining(graph, {
      loss: reduceSum(square(y)),
      metrics: { doubled: reduceSum(doubled) },
    });
    expect(program.model.nodes.map(({ type }) => type)).toContain('FusedConv');
    const session = await onnxRuntimeNode.createSession(program.onnx, { optimise: false });
    const outputs = await session.run({
      x: { data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), shape },
      parameters: { data: Float32Array.of(1, 2, 3, 4), shape: [4] },
    });
    await session.release();
    // y = 2x + W x: channel 0 is 3a + 2b, channel 1 is 3a + 6b for a = 1…4, b = 5…8.
    const first = [13, 18, 23, 28];
    const second = [33, 42, 51, 60];
    expect(outputs.loss![0]).toBe([...first, ...second].reduce((sum, value) => sum + value * value, 0));
    expect(outputs['metric.doubled']![0]).toBe(72);
    const a = [1, 2, 3, 4];
    const dot = (u: number[], v: number[]): number => u.reduce((sum, value, i) => sum + 2 * value * v[i]!, 0);
    const b = [5, 6, 7, 8];
    expect([...outputs.gradient!]).toEqual([dot(first, a), dot(first, b), dot(second, a), dot(second, b)]);
  });
});
