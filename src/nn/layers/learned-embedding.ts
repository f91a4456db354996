/** A learned vector for each of N things: words, classes, positions, time steps. */
import { type Initialiser, normalInitialiser } from '../graph/initialisers.js';
import type { GraphBuilder, Tensor } from '../graph/tensor.js';
import { embedding } from '../operators/indexing/embedding.js';
import type { Indices } from '../operators/indexing/indices.js';

export interface LearnedEmbeddingOptions {
  /** N. */
  count: number;
  /** D, the length of each vector. */
  size: number;
  /** Of the table `[N, D]`; default normal with deviation 0.02, as in GPT-2 (Radford et al., 2019). */
  table?: Initialiser | undefined;
}

/** @param indices – from 0 to N − 1, of any shape. @returns `[…indices, D]`. Parameter `table` `[N, D]`. */
export function learnedEmbedding(
  name: string,
  graph: GraphBuilder,
  indices: Indices,
  { count, size, table = normalInitialiser(0.02) }: LearnedEmbeddingOptions,
): Tensor {
  return graph.scope(name, () => embedding(graph.parameter('table', [count, size], table), indices));
}
