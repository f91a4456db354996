import { describe } from 'vitest';
import { tanh } from '../operators/activations/tanh.js';
import { add } from '../operators/arithmetic/add.js';
import { checkLayer, type LayerValues, plainLayerNorm, plainLinear } from './layer-case.suite.js';
import { layerNormalisation } from './layer-normalisation.js';
import { learnedEmbedding } from './learned-embedding.js';
import { linear } from './linear.js';
import { perceptron } from './perceptron.js';

const relu = (values: Float64Array): Float64Array => values.map((value) => Math.max(0, value));

/** The linear layer of that name. */
const dense = (values: LayerValues, name: string, x: Float64Array): Float64Array =>
  plainLinear(x, values[`${name}.weight`]!, values[`${name}.bias`]!);

describe('dense layers', () => {
  checkLayer('linear', {
    input: [3, 4],
    build: (x) => linear('dense', x, { units: 2 }),
    parameters: { 'dense.weight': [4, 2], 'dense.bias': [2] },
    reference: (values) => dense(values, 'dense', values.x!),
    output: [3, 2],
  });
  checkLayer('linear on tokens, without a bias', {
    input: [2, 3, 4],
    build: (x) => linear('dense', x, { units: 5, bias: false }),
    parameters: { 'dense.weight': [4, 5] },
    reference: (values) => plainLinear(values.x!, values['dense.weight']!, new Float64Array(5)),
    output: [2, 3, 5],
  });
  checkLayer('layer normalisation', {
    input: [2, 3, 4],
    build: (x) => layerNormalisation('norm', x),
    parameters: { 'norm.gamma': [4], 'norm.beta': [4] },
    reference: (values) => plainLayerNorm(values.x!, values['norm.gamma']!, values['norm.beta']!),
    output: [2, 3, 4],
  });
  checkLayer('perceptron', {
    input: [3, 2],
    build: (x) => perceptron(x, { hidden: { first: 4, second: 3 }, output: { name: 'out', units: 2 } }),
    parameters: {
      'first.weight': [2, 4],
      'first.bias': [4],
      'second.weight': [4, 3],
      'second.bias': [3],
      'out.weight': [3, 2],
      'out.bias': [2],
    },
    reference: (values) =>
      dense(values, 'out', relu(dense(values, 'second', relu(dense(values, 'first', values.x!))))),
    output: [3, 2],
  });
  checkLayer('perceptron with layer normalisation and another activation', {
    input: [3, 2],
    build: (x) =>
      perceptron(x, {
        hidden: { first: 4 },
        output: { name: 'out', units: 2 },
        activation: tanh,
        normalised: true,
      }),
    parameters: {
      'first.weight': [2, 4],
      'first.bias': [4],
      'firstNorm.gamma': [4],
      'firstNorm.beta': [4],
      'out.weight': [4, 2],
      'out.bias': [2],
    },
    reference: (values) => {
      const sums = dense(values, 'first', values.x!);
      const normalised = plainLayerNorm(sums, values['firstNorm.gamma']!, values['firstNorm.beta']!);
      return dense(values, 'out', normalised.map(Math.tanh));
    },
    output: [3, 2],
  });
  checkLayer('learned embedding, an index twice', {
    input: [3, 2],
    build: (x) => add(x, learnedEmbedding('words', x.graph, [2, 0, 2], { count: 4, size: 2 })),
    parameters: { 'words.table': [4, 2] },
    reference: (values) =>
      values.x!.map(
        (value, i) => value + values['words.table']![2 * [2, 0, 2][Math.floor(i / 2)]! + (i % 2)]!,
      ),
    output: [3, 2],
  });
});
