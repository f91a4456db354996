import { describe, expect, it } from 'vitest';
import { relu } from '../operators/activations/relu.js';
import { addBias } from '../operators/convolution/add-bias.js';
import { conv2d } from '../operators/convolution/conv2d.js';
import { meanSquaredError } from '../operators/losses/mean-squared-error.js';
import { maxPool2d } from '../operators/pooling/max-pool.js';
import { Graph } from './graph.js';
import { graphText } from './graph-text.js';
import { constantInitialiser } from './initialisers.js';

describe('Graph', () => {
  it('prefixes parameters and statistics by their scope, restored even when building fails', () => {
    const graph = new Graph('training');
    const zero = constantInitialiser(0);
    const weight = graph.scope('stem', () => graph.scope('0', () => graph.parameter('weight', [1], zero)));
    expect(weight.name).toBe('stem.0.weight');
    expect(() =>
      graph.scope('broken', () => {
        throw new Error('on purpose');
      }),
    ).toThrow('on purpose');
    expect(graph.parameter('weight', [1], zero).name).toBe('weight');
  });

  it('refuses a name twice and a size that is none', () => {
    const graph = new Graph('inference');
    graph.input('x', [1]);
    expect(() => graph.statistic('x', [1], 0)).toThrow("the name 'x' is taken");
    expect(() => graph.input('y', [0])).toThrow("'y' has shape [0]");
  });

  it('stores equal constants once', () => {
    const graph = new Graph('inference');
    expect(graph.constant(2)).toBe(graph.constant([2], []));
    expect(graph.constant([2])).not.toBe(graph.constant(2));
    expect(graph.constants).toHaveLength(2);
  });

  it('prints as text, forward and backward', () => {
    const graph = new Graph('training');
    const image = graph.input('image', [1, 1, 4, 4]);
    const y = graph.scope('head', () => {
      const weight = graph.parameter('weight', [2, 1, 1, 1], constantInitialiser(1));
      const bias = graph.parameter('bias', [2], constantInitialiser(0));
      return maxPool2d(relu(addBias(conv2d(image, weight), bias)));
    });
    const loss = meanSquaredError(y, graph.input('target', [1, 2, 2, 2]));
    graph.tape.backward(
      loss,
      graph.parameters.map((value) => ({ ...value, graph })),
    );
    expect(graphText(graph)).toMatchInlineSnapshot(`
      "input image: float32 [1, 1, 4, 4]
      input target: float32 [1, 2, 2, 2]
      parameter head.weight: float32 [2, 1, 1, 1]
      parameter head.bias: float32 [2]
      t0 = Conv(image, head.weight) {kernel_shape: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], group: 1}: [1, 2, 4, 4]   # head
      t1 = Reshape(head.bias, [1, 2, 1, 1]): [1, 2, 1, 1]   # head
      t2 = Add(t0, t1): [1, 2, 4, 4]   # head
      t3 = Relu(t2): [1, 2, 4, 4]   # head
      t4 = MaxPool(t2) {kernel_shape: [2, 2], strides: [2, 2]}: [1, 2, 2, 2]   # head
      t5 = Relu(t4): [1, 2, 2, 2]   # head
      t6 = Sub(t5, target): [1, 2, 2, 2]
      t7 = Mul(t6, t6): [1, 2, 2, 2]
      t8 = ReduceMean(t7) {keepdims: 0}: []
      t9 = Mul(1, 0.25): []   # '
      t10 = Mul(t6, t9): [1, 2, 2, 2]   # '
      t11 = HardSigmoid(t5) {alpha: 1e+30, beta: 0}: [1, 2, 2, 2]   # head'
      t12 = Mul(t11, t10): [1, 2, 2, 2]   # head'
      t13 = Resize(t4, –, [1, 1, 2, 2]) {mode: nearest, coordinate_transformation_mode: asymmetric, nearest_mode: floor}: [1, 2, 4, 4]   # head'
      t14 = Sub(t2, t13): [1, 2, 4, 4]   # head'
      t15 = HardSigmoid(t14) {alpha: 1e+30, beta: 1}: [1, 2, 4, 4]   # head'
      t16 = Resize(t12, –, [1, 1, 2, 2]) {mode: nearest, coordinate_transformation_mode: asymmetric, nearest_mode: floor}: [1, 2, 4, 4]   # head'
      t17 = Mul(t15, t16): [1, 2, 4, 4]   # head'
      t18 = ReduceSum(t17, [0, 2, 3]) {keepdims: 0}: [2]   # head'
      t19 = Transpose(t17) {perm: [1, 0, 2, 3]}: [2, 1, 4, 4]   # head'
      t20 = Reshape(t19, [2, 16]): [2, 16]   # head'
      t21 = Transpose(image) {perm: [0, 2, 3, 1]}: [1, 4, 4, 1]   # head'
      t22 = Reshape(t21, [16, 1]): [16, 1]   # head'
      t23 = MatMul(t20, t22): [2, 1]   # head'
      t24 = Reshape(t23, [2, 1, 1, 1]): [2, 1, 1, 1]   # head'"
    `);
  });

  it('records no gradient in inference mode and none towards inputs', () => {
    for (const mode of ['inference', 'training'] as const) {
      const graph = new Graph(mode);
      const x = graph.input('x', [2]);
      const loss = meanSquaredError(relu(x), graph.input('y', [2]));
      const nodes = graph.nodes.length;
      expect(graph.tape.backward(loss, [x])).toEqual([undefined]);
      expect(graph.nodes).toHaveLength(nodes);
    }
  });
});
