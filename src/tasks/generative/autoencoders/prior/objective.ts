/**
 * What a prior's training minimises: of a point on the straight way from noise to a code, how far off the direction of that way is. Inputs: `at`
 * `[B, Z]`, `time` `[B, timeNumbers]`, `towards` `[B, Z]`.
 */
import { Graph } from '../../../../nn/graph/graph.js';
import type { Tensor } from '../../../../nn/graph/tensor.js';
import { meanSquaredError } from '../../../../nn/operators/losses/mean-squared-error.js';
import type { Frozen } from '../../../../nn/optimisers/parameter-groups.js';
import { type PriorArchitecture, timeNumbers, velocity } from './network.js';

/** @param length – Z. @param batch – B, of one replica. */
export function buildPriorObjective(
  architecture: PriorArchitecture,
  length: number,
  batch: number,
  frozen?: Frozen,
): { graph: Graph; loss: Tensor; metrics: Record<string, Tensor> } {
  const graph = new Graph('training', frozen);
  const at = graph.input('at', [batch, length]);
  const said = velocity(at, graph.input('time', [batch, timeNumbers]), architecture);
  return { graph, loss: meanSquaredError(said, graph.input('towards', [batch, length])), metrics: {} };
}
