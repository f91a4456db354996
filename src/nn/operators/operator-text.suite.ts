/** The nodes of an operator as text, for snapshots; an exported network must need standard operators alone. */
import { expect } from 'vitest';
import { Graph } from '../graph/graph.js';
import { graphText } from '../graph/graph-text.js';
import type { Shape } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';

/** @param inputs – shapes of the arguments, which are named a, b, … */
export function operatorText(build: (...inputs: Tensor[]) => Tensor, ...inputs: readonly Shape[]): string {
  const graph = new Graph('inference');
  build(...inputs.map((shape, index) => graph.input('abcdef'[index]!, shape)));
  expect(graph.nodes.filter(({ domain }) => domain !== '')).toEqual([]);
  return graphText(graph).replace(/^input .*\n/gm, '');
}
