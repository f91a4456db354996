/**
 * The transformer of DALL·E (Ramesh et al., "Zero-Shot Text-to-Image Generation", ICML 2021): words of a sentence and tokens of
 * its picture in one row, each predicted from those before it. Two forms of the same parameters: the whole row at once, which
 * is trained, and a step from one token to the next, which remembers the keys and values of those before and is sampled from.
 * B batch, T words, G tokens, K codes, V words in all, C length of a vector, N heads, D = C / N, P tokens that are remembered.
 */

import type { Graph } from '../../../nn/graph/graph.js';
import { normalInitialiser } from '../../../nn/graph/initialisers.js';
import type { GraphBuilder, Tensor } from '../../../nn/graph/tensor.js';
import { layerNormalisation } from '../../../nn/layers/layer-normalisation.js';
import { learnedEmbedding } from '../../../nn/layers/learned-embedding.js';
import { forNoActivation, linear } from '../../../nn/layers/linear.js';
import { perceptron } from '../../../nn/layers/perceptron.js';
import { transformerBlock } from '../../../nn/layers/transformer-block.js';
import { gelu } from '../../../nn/operators/activations/gelu.js';
import { softmax } from '../../../nn/operators/activations/softmax.js';
import { add } from '../../../nn/operators/arithmetic/add.js';
import { multiply } from '../../../nn/operators/arithmetic/multiply.js';
import { subtract } from '../../../nn/operators/arithmetic/subtract.js';
import { step } from '../../../nn/operators/comparisons/step.js';
import { matmul } from '../../../nn/operators/products/matmul.js';
import { reduceSum } from '../../../nn/operators/reductions/reduce-sum.js';
import { concat } from '../../../nn/operators/shapes/concat.js';
import { reshape } from '../../../nn/operators/shapes/reshape.js';
import { slice } from '../../../nn/operators/shapes/slice.js';
import type { DalleArchitecture, TokenSpace } from './architecture.js';

/**
 * @param row – `[B, T + G]`: numbers of words, then of codes (V + code). The last token is predicted, not looked at.
 * @returns scores of the words 2 to T `[B·(T − 1), V]` and of all codes `[B·G, K]`.
 */
export function wholeRow(
  row: Tensor,
  architecture: DalleArchitecture,
  space: TokenSpace,
): { words: Tensor; codes: Tensor } {
  const { graph } = row;
  const { width, blocks, heads, length } = architecture;
  const [batch, all] = row.shape as [number, number];
  const seen = all - 1;
  const tokens = slice(row, 1, 0, seen);
  let x = add(
    embedded(graph, tokens, width, space),
    placed(
      graph,
      Array.from({ length: seen }, (_, i) => i),
      architecture,
      space,
    ),
  );
  for (let block = 0; block < blocks; block++)
    x = transformerBlock(`block${block}`, x, { heads, causal: true });
  x = layerNormalisation('norm', x);
  const part = (start: number, end: number): Tensor =>
    reshape(slice(x, 1, start, end), [batch * (end - start), width]);
  return {
    words: wordScores(part(0, length - 1), space),
    codes: codeScores(part(length - 1, seen), space),
  };
}

/** Of the tokens before, for each block, with room for P = T + G − 1: keys `[B, N, D, P]`, values `[B, N, P, D]`. */
export interface Memory {
  keys: Tensor[];
  values: Tensor[];
}

/** P: the last token is predicted, not looked at. */
export function memoryLength({ length }: DalleArchitecture, { tokens }: TokenSpace): number {
  return length + tokens - 1;
}

/** What the score of a place that is not filled yet is lowered by. */
const unfilled = -1e9;

/**
 * One token, for a graph in inference mode whose axis 0 is free in the file. The memory has a fixed length, of which the places from
 * this token's on are not looked at: whoever steps writes its key and value there, and nothing is copied to make room.
 * @param token – `[B]`, number of the word or V + code. @param place – `[1]`, its place in the row.
 * @returns scores of the next code `[B, K]`, and for each block the token's own key and value `[B, N, 1, D]`.
 */
export function oneStep(
  token: Tensor,
  place: Tensor,
  memory: Memory,
  architecture: DalleArchitecture,
  space: TokenSpace,
): { codes: Tensor; keys: Tensor[]; values: Tensor[] } {
  const graph = token.graph as Graph;
  const { width, blocks, heads } = architecture;
  const depth = width / heads;
  const batch = token.shape[0]!;
  const room = memoryLength(architecture, space);
  const own: { keys: Tensor[]; values: Tensor[] } = { keys: [], values: [] };
  // −1 stands for B, which is free.
  const shaped = (x: Tensor, sizes: readonly number[]): Tensor =>
    graph.emit('Reshape', [x, graph.integers([-1, ...sizes])], {}, [batch, ...sizes]);
  const places = graph.constant(
    Array.from({ length: room }, (_, i) => i + 0.5),
    [1, 1, 1, room],
  );
  const hidden = multiply(step(subtract(places, place)), unfilled);
  let x = add(embedded(graph, token, width, space), placed(graph, place, architecture, space));
  for (let block = 0; block < blocks; block++)
    x = graph.scope(`block${block}`, () => {
      const normed = layerNormalisation('attentionNorm', x);
      const mixed = graph.scope('attention', () => {
        const project = (part: string): Tensor =>
          shaped(linear(part, normed, { units: width, weight: forNoActivation }), [heads, 1, depth]);
        const query = multiply(project('query'), depth ** -0.5);
        const [key, value] = [project('key'), project('value')];
        own.keys.push(key);
        own.values.push(value);
        const before = add(matmul(query, memory.keys[block]!), hidden);
        const shares = softmax(concat([before, reduceSum(multiply(query, key), [3], true)], 3), 3);
        const seen = add(
          matmul(slice(shares, 3, 0, room), memory.values[block]!),
          multiply(slice(shares, 3, room, room + 1), value),
        );
        return linear('output', shaped(seen, [width]), { units: width, weight: forNoActivation });
      });
      const y = add(x, mixed);
      const forward = perceptron(layerNormalisation('perceptronNorm', y), {
        hidden: { widen: 4 * width },
        output: { name: 'narrow', units: width },
        activation: gelu,
      });
      return add(y, forward);
    });
  return { codes: codeScores(layerNormalisation('norm', x), space), ...own };
}

function embedded(graph: GraphBuilder, numbers: Tensor, size: number, { words, codes }: TokenSpace): Tensor {
  return learnedEmbedding('tokens', graph, numbers, { count: words + codes, size });
}

function placed(
  graph: GraphBuilder,
  places: Tensor | readonly number[],
  { width, length }: DalleArchitecture,
  { tokens }: TokenSpace,
): Tensor {
  return learnedEmbedding('places', graph, places, { count: length + tokens, size: width });
}

function wordScores(x: Tensor, { words }: TokenSpace): Tensor {
  return linear('wordScores', x, { units: words, weight: normalInitialiser(0.02) });
}

function codeScores(x: Tensor, { codes }: TokenSpace): Tensor {
  return linear('codeScores', x, { units: codes, weight: normalInitialiser(0.02) });
}
