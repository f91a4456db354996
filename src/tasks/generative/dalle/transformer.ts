/**
 * The transformer of DALL·E (Ramesh et al., "Zero-Shot Text-to-Image Generation", ICML 2021): words of a sentence and tokens of
 * its picture in one row, each predicted from those before it. Two forms of the same parameters: the whole row at once, which
 * is trained, and a step from one token to the next, which remembers the keys and values of those before and is sampled from.
 * B batch, T words, G tokens, K codes, V words in all, C length of a vector, N heads, D = C / N, P tokens before.
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
import { matmul } from '../../../nn/operators/products/matmul.js';
import { concat } from '../../../nn/operators/shapes/concat.js';
import { reshape } from '../../../nn/operators/shapes/reshape.js';
import { slice } from '../../../nn/operators/shapes/slice.js';
import { transpose } from '../../../nn/operators/shapes/transpose.js';
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

/** Keys or values of the tokens before, for each block `[B, N, P, D]`. */
export interface Memory {
  keys: Tensor[];
  values: Tensor[];
}

/**
 * One token, for a graph in inference mode whose axes 0 of all and 2 of the memory are free in the file.
 * @param token – `[B]`, number of the word or V + code. @param place – `[1]`, its place in the row.
 * @returns scores of the next code `[B, K]`, and the memory with this token behind it.
 */
export function oneStep(
  token: Tensor,
  place: Tensor,
  memory: Memory,
  architecture: DalleArchitecture,
  space: TokenSpace,
): { codes: Tensor; memory: Memory } {
  const graph = token.graph as Graph;
  const { width, blocks, heads } = architecture;
  const depth = width / heads;
  const batch = token.shape[0]!;
  const after: Memory = { keys: [], values: [] };
  // −1 stands for B, which is free.
  const shaped = (x: Tensor, sizes: readonly number[]): Tensor =>
    graph.emit('Reshape', [x, graph.integers([-1, ...sizes])], {}, [batch, ...sizes]);
  let x = add(embedded(graph, token, width, space), placed(graph, place, architecture, space));
  for (let block = 0; block < blocks; block++)
    x = graph.scope(`block${block}`, () => {
      const own = layerNormalisation('attentionNorm', x);
      const mixed = graph.scope('attention', () => {
        const project = (part: string): Tensor =>
          linear(part, own, { units: width, weight: forNoActivation });
        const query = shaped(multiply(project('query'), depth ** -0.5), [heads, 1, depth]);
        const key = concat([memory.keys[block]!, shaped(project('key'), [heads, 1, depth])], 2);
        const value = concat([memory.values[block]!, shaped(project('value'), [heads, 1, depth])], 2);
        after.keys.push(key);
        after.values.push(value);
        const shares = softmax(matmul(query, transpose(key, [0, 1, 3, 2])), 3);
        return linear('output', shaped(matmul(shares, value), [width]), {
          units: width,
          weight: forNoActivation,
        });
      });
      const y = add(x, mixed);
      const forward = perceptron(layerNormalisation('perceptronNorm', y), {
        hidden: { widen: 4 * width },
        output: { name: 'narrow', units: width },
        activation: gelu,
      });
      return add(y, forward);
    });
  return { codes: codeScores(layerNormalisation('norm', x), space), memory: after };
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
