/**
 * What DALL·E's training minimises: the cross-entropy of the picture's tokens and, with a small weight, of the words.
 * Input: `row` `[B, T + G]`, see `transformer.ts`. The divergence of both is in nats a token.
 */
import { Graph } from '../../../nn/graph/graph.js';
import type { Tensor } from '../../../nn/graph/tensor.js';
import { add } from '../../../nn/operators/arithmetic/add.js';
import { multiply } from '../../../nn/operators/arithmetic/multiply.js';
import { subtract } from '../../../nn/operators/arithmetic/subtract.js';
import { crossEntropy } from '../../../nn/operators/losses/cross-entropy.js';
import { reshape } from '../../../nn/operators/shapes/reshape.js';
import { slice } from '../../../nn/operators/shapes/slice.js';
import type { DalleArchitecture, TokenSpace } from './architecture.js';
import { wholeRow } from './transformer.js';

export interface DalleObjective {
  graph: Graph;
  loss: Tensor;
  metrics: Record<string, Tensor>;
}

export interface DalleObjectiveOptions {
  model: DalleArchitecture;
  space: TokenSpace;
  /** Of the words beside the tokens of the picture, whose weight is 1. */
  textWeight: number;
}

/** @param batch – rows of one replica. @param frozen – what training leaves as it is. */
export function buildDalleObjective(
  { model, space, textWeight }: DalleObjectiveOptions,
  batch: number,
  frozen?: (name: string) => boolean,
): DalleObjective {
  const graph = new Graph('training', frozen);
  const all = model.length + space.tokens;
  const row = graph.input('row', [batch, all]);
  const { words, codes } = wholeRow(row, model, space);
  const told = (start: number, end: number): Tensor =>
    reshape(slice(row, 1, start, end), [batch * (end - start)]);
  const picture = crossEntropy(codes, subtract(told(model.length, all), space.words));
  const text = crossEntropy(words, told(1, model.length));
  return { graph, loss: add(picture, multiply(text, textWeight)), metrics: { picture, text } };
}
